"""Rules on AWS Data Exchange."""
