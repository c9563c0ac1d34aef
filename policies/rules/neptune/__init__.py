"""Rules on Amazon Neptune."""
