"""Rules on Amazon Aurora DSQL."""
