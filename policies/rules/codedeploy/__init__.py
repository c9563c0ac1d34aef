"""Rules on AWS CodeDeploy."""
