"""Rules on AWS Elastic Beanstalk."""
