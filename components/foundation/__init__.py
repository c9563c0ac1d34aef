"""What every other room stands on: networks, keys, certificates and the account's guardrails.

Nothing here knows a workload. Compute, stores and edges live in their own rooms and take this room's outputs.
"""
