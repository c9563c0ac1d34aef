"""Rules on AWS CloudFormation."""
