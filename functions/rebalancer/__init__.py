"""Moves slots between shards while they are written and read, and keeps the shards' schema."""
