"""Rules on AWS Direct Connect."""
