"""Rules on Amazon Timestream for InfluxDB."""
