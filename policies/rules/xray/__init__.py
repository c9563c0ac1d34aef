"""Rules on AWS X-Ray."""
