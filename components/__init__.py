"""Pulumi components: what the platform is made of, one component a file, grouped into rooms by what they are for.

A component takes a frozen args object of plain values and other components' outputs. It reads no configuration, names
no region and imports nothing of another room; `__main__.py` wires components together.
"""
