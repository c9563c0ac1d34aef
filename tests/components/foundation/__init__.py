"""Tests of `components/foundation` on a small stack of their own, deployed once by `conftest.py`.

What the stack of `room.py` shows is read back from the emulator, or from the state where the emulator has no API;
arithmetic and policy documents are tested without one.
"""
