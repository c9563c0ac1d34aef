"""What others reported of rules that judge resources: the cases by their source, with the right verdict."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.policies.test_rules import RULES, Verdicts

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("reported_resources.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['source']}: {case['title']}")
def test_what_was_reported_is_judged_right(case: dict[str, Any]) -> None:
    assert Verdicts(RULES[case["rule"]]).of(case["type"], case["props"])[0] == case["expect"]
