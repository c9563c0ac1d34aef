"""Rules on Amazon WorkSpaces."""
