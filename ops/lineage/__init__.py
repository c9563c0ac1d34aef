"""One graph from what clients send to what the business asks: by column where that is known, by store elsewhere."""
