"""Takes a release through all regions in step: each region decides with the others by one record (docs/adr/0049)."""
