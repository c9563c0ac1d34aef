"""Rules on AWS Certificate Manager and Private CA."""
