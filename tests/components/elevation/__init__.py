"""What is declared of access for a while, and what is behind glass."""
