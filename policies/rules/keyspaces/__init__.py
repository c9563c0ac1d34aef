"""Rules on Amazon Keyspaces."""
