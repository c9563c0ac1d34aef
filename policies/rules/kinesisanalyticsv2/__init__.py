"""Rules on Amazon Managed Service for Apache Flink."""
