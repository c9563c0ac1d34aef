"""Rules on AWS Backup."""
