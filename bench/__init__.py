"""Benchmarks: `python -m bench` prints both sides of each ratio from one run and writes `build/bench.json`.

Ratios hold on any machine; the seconds beside them are this machine's. Nothing here decides whether a change lands.
"""
