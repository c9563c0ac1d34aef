"""Tests of releases in step."""
