"""Benchmarks: `python -m bench` prints both sides of each ratio from one run and writes `build/bench.json`.

Ratios hold on any machine; the seconds beside them are this machine's. Nothing here decides whether a change lands.
Peers are in `peers/`; Guard needs cargo and OPA needs go the first time, and what can't be built is named as left out.
"""
