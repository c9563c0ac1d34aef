"""Rules on Amazon CloudWatch and CloudWatch Logs."""
