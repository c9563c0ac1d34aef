"""Rules on Amazon Lightsail."""
