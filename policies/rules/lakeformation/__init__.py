"""Rules on AWS Lake Formation."""
