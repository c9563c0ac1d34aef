"""What the policies themselves cost: no engine, no provider, only rules and resources."""

import itertools
import time
from dataclasses import replace
from typing import Any

from policies.core import Judge
from policies.model import Resource, Rule
from policies.registry import Registry, discover
from tests.policies import fixtures

RULES = 200
RESOURCES = 1_000
ROUNDS = 9


def core_ms() -> float:
    """Return how long it takes, in milliseconds, to judge 1,000 resources by 200 rules; the best of nine rounds.

    The rules are the project's own, repeated under other names up to 200; the resources are the fixtures that comply
    with them, of every type that a rule names more than in passing, each type as often as any other.
    """
    judge = Judge(Registry(rules=_rules(), stack_rules=()))
    resources = _resources()
    return min(_round_ms(judge, resources) for _ in range(ROUNDS))


def _round_ms(judge: Judge, resources: list[Resource]) -> float:
    begun = time.perf_counter()
    for resource in resources:
        judge.evaluate(resource)
    return (time.perf_counter() - begun) * 1000


def _rules() -> tuple[Rule, ...]:
    copies = (replace(rule, name=f"{rule.name}_{copy}") for copy in itertools.count() for rule in discover().rules)
    return tuple(itertools.islice(copies, RULES))


def _resources() -> list[Resource]:
    rules = {rule.name: rule for rule in discover().rules}
    props: dict[str, dict[str, Any]] = {}
    for name, cases in fixtures.load().items():
        for resource_type in itertools.islice(sorted(rules[name].resource_types), 8):
            props.setdefault(resource_type, {}).update(cases[0].compliant)
    return [
        Resource(
            type=resource_type, urn=f"urn:pulumi:bench::groot::{resource_type}::{index}", name=str(index), props=found
        )
        for index, (resource_type, found) in zip(range(RESOURCES), itertools.cycle(props.items()), strict=False)
    ]
