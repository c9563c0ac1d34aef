"""Tests of clusters and mesh: pure parts directly, the rest deployed into the emulator."""
