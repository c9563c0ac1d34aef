"""Tests of `components/security` on a small stack of their own, deployed once by `conftest.py`.

What the stack of `room.py` shows is read back from the emulator; data tables are tested without one.
"""
