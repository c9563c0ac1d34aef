"""Rules on AWS Shield Advanced."""
