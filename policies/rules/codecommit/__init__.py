"""Rules on AWS CodeCommit."""
