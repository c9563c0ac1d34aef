"""Rules on Amazon Location Service."""
