"""Rules on Amazon DynamoDB Accelerator."""
