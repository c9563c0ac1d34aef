"""How changes reach the platform: the roles that pipelines assume.

Workflows themselves are in `.github/workflows`; what they deploy is every other room's.
"""
