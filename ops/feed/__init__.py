"""`groot feed`: makes a release of each region's cluster from a stack's state, and publishes it (docs/adr/0024)."""
