"""Verdicts that public bug reports of others' tools say are right, by where each was reported."""

import json
from pathlib import Path
from typing import Any

import pytest

from policies.core import Judge
from policies.model import Resource
from policies.registry import Registry, discover

RULES = {rule.name: rule for rule in discover().rules}
CASES = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['source']}: {case['title']}")
def test_a_document_is_judged_as_it_was_reported_to_be_right(case: dict[str, Any]) -> None:
    judge = Judge(Registry(rules=(RULES[case["rule"]],), stack_rules=()))
    resource = Resource(type=case["type"], urn="urn:pulumi:t::g::x::y", name="y", props=case["props"])
    (verdict,) = judge.evaluate(resource).verdicts
    assert str(verdict.outcome) == case["expect"]
