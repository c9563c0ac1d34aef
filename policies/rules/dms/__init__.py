"""Rules on AWS Database Migration Service."""
