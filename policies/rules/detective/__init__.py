"""Rules on Amazon Detective."""
