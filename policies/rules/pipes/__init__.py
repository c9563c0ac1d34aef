"""Rules on Amazon EventBridge Pipes."""
