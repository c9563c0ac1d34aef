"""Rules on Amazon EventBridge: buses, archives, connections, endpoints."""
