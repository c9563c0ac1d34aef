"""Rules on AWS AppSync."""
