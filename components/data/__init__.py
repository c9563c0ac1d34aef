"""Where the platform's records live: the sharded relational store and the map of its shards.

Stores only: who may call them is decided in `components/edge` and `components/compute`, how they are backed up in
`components/resilience`.
"""
