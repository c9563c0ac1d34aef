"""Rules on Amazon Glacier."""
