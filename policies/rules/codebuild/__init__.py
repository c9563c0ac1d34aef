"""Rules on AWS CodeBuild."""
