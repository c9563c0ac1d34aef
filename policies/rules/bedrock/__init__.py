"""Rules on Amazon Bedrock."""
