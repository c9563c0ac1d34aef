"""Rules on Amazon Kinesis Data Streams and Data Firehose."""
