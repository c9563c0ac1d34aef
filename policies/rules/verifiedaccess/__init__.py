"""Rules on AWS Verified Access."""
