"""Rules on Amazon EMR Serverless."""
