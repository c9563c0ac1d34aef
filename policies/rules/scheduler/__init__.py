"""Rules on Amazon EventBridge Scheduler."""
