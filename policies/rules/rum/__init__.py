"""Rules on CloudWatch RUM."""
