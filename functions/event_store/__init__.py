"""Keeps events in DynamoDB: a commit an item, in order by stream and by partition (docs/event-store.md)."""
