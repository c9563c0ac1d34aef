"""Rules on Amazon Macie."""
