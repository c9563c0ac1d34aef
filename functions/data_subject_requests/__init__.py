"""What people may ask about their data: received, planned over the catalogue, done store by store, searched, told."""
