"""Rules on AWS IAM."""
