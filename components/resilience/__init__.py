"""How the platform survives losing data or a region: backup vaults, backup plans by data class, restore testing.

What is backed up is decided by tags that the stores carry; the stores themselves live in `components/data`.
"""
