"""Rules on IAM Roles Anywhere."""
