"""Rules on CloudWatch Observability Access Manager."""
