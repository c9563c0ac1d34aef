"""Rules on AWS Step Functions."""
