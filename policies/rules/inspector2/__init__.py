"""Rules on Amazon Inspector."""
