"""Rules on Amazon S3 Tables."""
