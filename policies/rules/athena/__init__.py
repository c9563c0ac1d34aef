"""Rules on Amazon Athena."""
