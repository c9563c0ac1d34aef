"""Rules on AWS CodePipeline."""
