"""Load on the sandbox's API, and what it says of the stack's objectives."""
