"""Rules on Amazon EventBridge Schemas."""
