"""Rules on AWS Signer."""
