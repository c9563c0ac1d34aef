"""Rules on Amazon DataZone."""
