"""Rules on Amazon Kendra."""
