"""Rules on AWS Resilience Hub."""
