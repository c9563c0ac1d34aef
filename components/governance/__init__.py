"""Personal data: what the stack may hold of people, and where; what takes it out of records.

What keeps data is in `components/data`.
"""
