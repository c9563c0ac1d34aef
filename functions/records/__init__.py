"""Keeps records by key, each in the shard that its key leads to, and tells whether all of that can answer."""
