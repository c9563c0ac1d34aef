"""Tests of how other projects' programs are built. None is built here: `tests/mesh` runs them."""
