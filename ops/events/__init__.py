"""Operates the event store of a stack through a function of its own in each region."""
