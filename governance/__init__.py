"""What the platform may hold of people: one catalogue, to which the stack, its policies and its contracts are held."""
