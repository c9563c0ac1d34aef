"""Tests of the edge: one stack in two regions, one whose API asks for client certificates, both in one emulator.

`room.py` declares and deploys them; what a client, an operator or an auditor would miss is asserted by reading back.
"""
