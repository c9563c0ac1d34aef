"""Rules on Amazon Managed Grafana."""
