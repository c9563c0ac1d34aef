"""Tests of the `groot` command, on a provider that keeps its cloud in memory."""
