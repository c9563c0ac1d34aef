"""The page that `groot report` writes: what it shows and how it looks.

`data.py` turns a judged run into what the page shows. `topology.py` finds the regions and what flows between them, with
`places.py`, `shards.py`, `flows.py` and the tables of `flow_kinds.py`; `drawing.py` lays them out. `page.py` fills
`templates/`. Judging belongs to `ops/subjects.py`, scores to `policies`.
"""
