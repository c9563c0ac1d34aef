"""Tests of the providers: each resource type deployed through its provider and read back by other means."""
