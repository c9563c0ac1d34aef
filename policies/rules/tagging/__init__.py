"""Rules on tags, for every type of resource that takes them."""
