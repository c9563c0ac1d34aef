"""Rules on AWS Security Hub."""
