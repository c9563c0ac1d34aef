"""Rules on AWS App Runner."""
