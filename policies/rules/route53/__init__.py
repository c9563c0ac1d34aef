"""Rules on Amazon Route 53, its resolver and its domains."""
