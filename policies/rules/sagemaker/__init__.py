"""Rules on Amazon SageMaker AI."""
