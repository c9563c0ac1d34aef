"""Rules on AWS Clean Rooms."""
