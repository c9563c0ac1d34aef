"""Rules on Amazon SES."""
