"""Rules on Amazon Redshift Serverless."""
