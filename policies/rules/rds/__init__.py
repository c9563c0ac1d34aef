"""Rules on Amazon RDS and Aurora."""
