"""Rules on Amazon MQ."""
