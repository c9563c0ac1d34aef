"""Takes a signed release from the region's registry to the cluster's API server (docs/adr/0024)."""
