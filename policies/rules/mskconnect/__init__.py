"""Rules on Amazon MSK Connect."""
