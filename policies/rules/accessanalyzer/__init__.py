"""Rules on IAM Access Analyzer."""
