"""Rules on AWS Storage Gateway."""
