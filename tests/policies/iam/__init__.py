"""IAM's semantics."""
