"""Rules on AWS Transfer Family."""
