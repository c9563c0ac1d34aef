"""Rules on Amazon Data Lifecycle Manager."""
