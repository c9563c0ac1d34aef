"""Paths that components declare, followed over stacks."""
