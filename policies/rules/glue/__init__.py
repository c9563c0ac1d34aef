"""Rules on AWS Glue."""
