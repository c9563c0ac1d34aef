"""Rules on Amazon FSx."""
