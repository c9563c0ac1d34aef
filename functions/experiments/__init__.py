"""Who sees which variant of what is tried out, and what came of it."""
