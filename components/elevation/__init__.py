"""Privileged access for a while, given by others, and a role behind glass."""
