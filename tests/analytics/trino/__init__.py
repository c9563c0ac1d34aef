"""What Trino answered to each question, of one world, and how that was recorded."""
