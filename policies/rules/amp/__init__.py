"""Rules on Amazon Managed Service for Prometheus."""
