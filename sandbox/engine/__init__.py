"""The engine: runs a Pulumi program in-process, plans a step for each resource, and carries steps out.

It speaks the SDK's monitor protocol (`monitor.py`), compares with the state (`registration.py`, `deletions.py`),
carries steps out (`steps.py`) and tells what happens as events (`events.py`). What a step does to a cloud belongs to
`sandbox.providers`; how it is shown belongs to `ops`.
"""
