"""Rules on Amazon Verified Permissions."""
