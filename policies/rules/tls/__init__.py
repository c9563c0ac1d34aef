"""Rules on keys and certificates made by the program itself."""
