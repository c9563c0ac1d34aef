"""Rules on AWS Amplify."""
