"""Rules on AWS Cloud WAN."""
