"""Tests of the state: format, secrets, durability, order and lock."""

from pathlib import Path

RECORDINGS = Path(__file__).parents[1] / "recordings"
PASSPHRASE = "sample"
SALT = "v1:JJ/O/jbQPHY=:v1:+urRdnjapcO8g/gO:mxf2D98Si0K0nJfWilTzDr/DEvVEAQ=="
"""The recordings' encryption salt, used everywhere so that its key is derived once."""
