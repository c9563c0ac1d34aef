"""Tests of the kubernetes provider: rendering, judging, and applying to a small API server."""
