"""What tests of the mesh measured, told in pytest's summary."""

LINES: list[str] = []
"""A line for each thing measured."""
