"""Recovery that is tried: what a drill does in the sandbox, and what came of it."""
