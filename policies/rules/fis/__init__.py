"""Rules on AWS Fault Injection Service."""
