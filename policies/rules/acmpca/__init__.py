"""Rules on AWS Private Certificate Authority."""
