"""Rules on Amazon DocumentDB."""
