"""Rules on Amazon EMR."""
