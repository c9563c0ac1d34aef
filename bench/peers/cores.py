"""Guard and OPA against our core: the same rules on the same resources, once all three find the same violated.

Measured is judging alone, on one thread each: rules and resources are read before. Guard's library can't judge without
reporting, nor without reading; what reading costs it is measured apart and taken off. OPA is given the resources one by
one, where it finds the rules by the type, and as a whole; the faster of the two counts.
"""

import json
import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import stack
from bench.peers.build import HERE, Peer
from bench.running import ROOT, run
from policies.core import Judge
from policies.model import Resource
from policies.registry import Registry

GUARD_RULES, OPA_RULES = HERE / "rules.guard", HERE / "rules.rego"
TURNS, ROUNDS = 3, 9
Found = set[tuple[str, str]]
"""Rule and URN of each violation."""
Core = Callable[[], tuple[float, Found]]
"""Judges a few times; returns the median of seconds, and what is violated."""


def compare(resources: Sequence[Resource], guard: Peer | None, opa: Peer | None, folder: Path) -> dict[str, float]:
    """Return the median seconds of `ours` and of each peer there is, which read their inputs from *folder*."""
    cores: dict[str, Core] = {"ours": lambda: _ours(resources)}
    if guard:
        cores["guard"] = lambda: _guard(guard, resources, folder)
    if opa:
        cores["opa"] = lambda: _opa(opa, folder)
    _, ours = _ours(resources)
    for name, core in cores.items():
        if differing := core()[1] ^ ours:
            raise SystemExit(f"{name} and our rules differ on {sorted(differing)[:3]}: nothing to compare")
    turns = [{name: core()[0] for name, core in cores.items()} for _ in range(TURNS)]
    return {name: statistics.median(turn[name] for turn in turns) for name in cores}


def _ours(resources: Sequence[Resource]) -> tuple[float, Found]:
    judge = Judge(Registry(rules=stack.equivalent(), stack_rules=()))
    seconds: list[float] = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for resource in resources:
            judge.evaluate(resource)
        seconds.append(time.perf_counter() - begun)
    found = {(each.rule, each.urn) for resource in resources for each in judge.evaluate(resource).violations}
    return statistics.median(seconds), found


def _guard(peer: Peer, resources: Sequence[Resource], folder: Path) -> tuple[float, Found]:
    command = [str(peer.core), str(GUARD_RULES), str(folder / "template.json"), str(ROUNDS)]
    figures = json.loads(run(command, ROOT).output)
    (report,) = figures["report"]
    found = {
        (rule["Rule"]["name"], resources[int(number)].urn)
        for rule in report["not_compliant"]
        for number in re.findall(r'"/Resources/r(\d+)/', json.dumps(rule))
    }
    parts = zip(figures["whole_seconds"], figures["rules_seconds"], figures["template_seconds"], strict=True)
    return statistics.median(whole - rules - template for whole, rules, template in parts), found


def _opa(peer: Peer, folder: Path) -> tuple[float, Found]:
    command = [str(peer.core), str(OPA_RULES), str(folder / "input.json"), str(ROUNDS)]
    figures = json.loads(run(command, ROOT).output)
    seconds = min(statistics.median(figures[way]) for way in ("each_seconds", "whole_seconds"))
    return seconds, {(rule, urn) for rule, urn in figures["violated"]}
