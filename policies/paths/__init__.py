"""Paths that a stack declares, followed hop by hop over its resources: what carries, what is missing, what is open.

A component says beside its resources what must carry: source, destination, port, protocol, name, and why. It stands in
the component's outputs under `paths`, with the URNs of what the ends come from, which are known before anything is
deployed. `declared.py` reads it. The files beside it each follow one kind of hop, by AWS's documented rules, and note
what the path rests on; what lets something through and was never rested on is what `closed.py` finds.
"""
