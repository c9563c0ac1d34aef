"""Moves a day of events from the archive into the lake's tables, once it has passed what is asked of it."""
