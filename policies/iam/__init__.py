"""IAM's own semantics: what policy documents let through.

`document` reads a document, `evaluate` answers one request, and `search` looks for a request that gets through, which
the questions of `questions` ask for. After the IAM User Guide, "IAM JSON policy elements reference" and "Policy
evaluation logic".
"""
