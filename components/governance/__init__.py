"""Personal data: what the stack may hold of people, and where."""
