"""Rules on AWS Directory Service."""
