"""Rules on Amazon Comprehend."""
