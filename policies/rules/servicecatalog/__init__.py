"""Rules on AWS Service Catalog."""
