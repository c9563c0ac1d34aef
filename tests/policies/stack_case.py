"""Judges a stack by the stack rules, in both engines, which must say the same."""

from collections.abc import Sequence

import pytest

from policies.core import Judge
from policies.model import Resource
from policies.registry import Registry, discover
from tests.policies.analyzer import Held
from tests.policies.platform import platform
from tests.policies.stack import Stack, View

STACK_RULES = Registry(rules=(), stack_rules=discover().stack_rules)
RULES = {rule.name: rule for rule in STACK_RULES.stack_rules}
TWO = ("us-east-1", "eu-west-1")
FIVE = ("us-east-1", "us-west-2", "eu-west-1", "ap-southeast-2", "sa-east-1")

every_view = pytest.mark.parametrize("view", list(View))

Found = set[tuple[str, str]]


def judged(resources: Sequence[Resource], registry: Registry = STACK_RULES) -> tuple[Found, Found]:
    """Return what is violated and what is open, by rule and by what the message says first; both engines agree."""
    ours = Judge(registry).evaluate_stack(resources)
    theirs = Held(registry).analyze_stack(resources)
    assert not ours.errors
    found = {(each.rule, each.message) for each in ours.violations}
    assert found == {(each.policyName, each.message.partition("\n")[2]) for each in theirs.violations}
    assert {each.rule for each in ours.obligations} == theirs.waiting
    for rule, message in found:
        assert message.endswith(f". {RULES[rule].remediation} ({RULES[rule].link})")
    return (
        {(rule, message.partition(". ")[0]) for rule, message in found},
        {(each.rule, each.message) for each in ours.obligations},
    )


def faults(rule: str, resources: Sequence[Resource]) -> set[str]:
    """Return what *rule* alone finds violated."""
    violated, _ = judged(resources, Registry(rules=(), stack_rules=(RULES[rule],)))
    return {fault for _, fault in violated}


def without(name: str, regions: Sequence[str] = TWO) -> Stack:
    stack = platform(regions)
    stack.remove(name)
    return stack
