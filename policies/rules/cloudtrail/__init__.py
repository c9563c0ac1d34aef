"""Rules on AWS CloudTrail."""
