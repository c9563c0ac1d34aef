"""The emulator's parts: moto for control planes, ministack for data services, and a router in front of the two."""
