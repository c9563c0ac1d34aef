"""Rules on Amazon AppFlow."""
