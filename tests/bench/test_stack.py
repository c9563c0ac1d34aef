"""The stack that is judged beside peers: of the size asked for, with something to find and to pass for each rule."""

import re

from bench import stack
from bench.peers.cores import GUARD_RULES, OPA_RULES
from policies.core import Judge, Outcome
from policies.registry import Registry

LEAST_RULES = 15


def test_every_resource_is_another() -> None:
    resources = stack.resources(1_000)
    assert len({resource.urn for resource in resources}) == len(resources) == 1_000


def test_each_equivalent_rule_finds_what_complies_and_what_does_not() -> None:
    judge = Judge(Registry(rules=stack.equivalent(), stack_rules=()))
    resources = stack.resources(1_000)
    said = {(each.rule, each.outcome) for resource in resources for each in judge.evaluate(resource).verdicts}
    both = {(name, outcome) for name in stack.EQUIVALENT for outcome in (Outcome.PASSED, Outcome.VIOLATED)}
    assert said == both
    assert len(stack.EQUIVALENT) >= LEAST_RULES


def test_peers_have_exactly_the_equivalent_rules() -> None:
    assert set(re.findall(r"^rule (\w+)", GUARD_RULES.read_text(), re.MULTILINE)) == set(stack.EQUIVALENT)
    assert set(re.findall(r'^violated contains "(\w+)"', OPA_RULES.read_text(), re.MULTILINE)) == set(stack.EQUIVALENT)
