"""What stands in a region before anything else does: its keys, its alarm topic and its log archive.

Every regional component is handed them as one `Site` (`components/_shared/site.py`). Networks are `foundation`'s.
"""
