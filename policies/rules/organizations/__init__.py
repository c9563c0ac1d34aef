"""Rules on AWS Organizations."""
