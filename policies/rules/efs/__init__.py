"""Rules on Amazon EFS."""
