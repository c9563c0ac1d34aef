"""Rules on Amazon ECR, private and public."""
