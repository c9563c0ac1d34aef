"""Rules on AWS IAM Identity Center."""
