"""Rules on CloudWatch Synthetics."""
