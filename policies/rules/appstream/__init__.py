"""Rules on Amazon AppStream 2.0."""
