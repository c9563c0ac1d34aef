"""Rules on Amazon MSK."""
