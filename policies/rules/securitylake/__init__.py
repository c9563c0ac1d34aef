"""Rules on Amazon Security Lake."""
