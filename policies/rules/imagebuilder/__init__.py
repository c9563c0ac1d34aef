"""Rules on EC2 Image Builder."""
