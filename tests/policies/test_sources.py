"""What rules say that they stand for exists, and their links to Security Hub lead to a control that they name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from policies.graph import StackRule
from policies.model import Rule
from policies.registry import discover

SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide/"
OTHERS = ("CVE-", "NIST SP 800-57 Part 1", "PCI DSS 4.0.1 ", "RFC ")
"""Sources that `controls.yaml` doesn't number."""

with_sources = pytest.mark.parametrize(
    "rule",
    [rule for rule in (*discover().rules, *discover().stack_rules) if rule.sources],
    ids=lambda rule: rule.name,
)


def numbers(ranges: object) -> Iterator[int]:
    """Return the numbers of *ranges*, such as `1-3, 5`."""
    for part in str(ranges).split(", "):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


CONTROLS = frozenset(
    f"{standard} {section}.{number}"
    for standard, sections in yaml.safe_load(Path(__file__).with_name("controls.yaml").read_text()).items()
    for section, ranges in sections.items()
    for number in numbers(ranges)
)


@with_sources
def test_each_control_that_a_rule_names_exists(rule: Rule | StackRule) -> None:
    named = [source for source in rule.sources if not source.startswith(OTHERS)]
    assert CONTROLS.issuperset(named)
    assert len(set(rule.sources)) == len(rule.sources)


def test_a_link_to_controls_of_security_hub_leads_to_one_that_the_rule_names() -> None:
    for rule in (*discover().rules, *discover().stack_rules):
        page, _, anchor = rule.link.removeprefix(SECURITY_HUB).partition("#")
        if not rule.link.startswith(SECURITY_HUB) or not page.endswith("-controls.html"):
            continue
        named = [source.removeprefix("SecurityHub ").lower() for source in rule.sources if source.startswith("Sec")]
        assert page in {f"{control.partition('.')[0]}-controls.html" for control in named}, rule.name
        assert anchor in {"", *(control.replace(".", "-") for control in named)}, rule.name
