"""Rules on AWS AppConfig."""
