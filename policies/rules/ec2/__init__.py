"""Rules on Amazon EC2, its volumes and its networks."""
