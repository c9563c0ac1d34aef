"""Rules on Amazon MemoryDB."""
