"""Rules on AWS DataSync."""
