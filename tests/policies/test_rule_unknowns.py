"""What a preview doesn't know hides no violation that is there whatever it turns out to be.

Of every rule, each change that breaks a fixture is tried with each other property that the rule then reads not known.
The verdict may be open only where a value of that property is at hand by which nothing is violated: another fixture's,
or one that any property may have.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from policies.core import Outcome, _judge
from policies.model import Resource, Rule
from policies.unknown import readable
from tests.policies.case import changed, pattern, with_unknown
from tests.policies.variants import FIXTURES, RULES, reads_of, values_by_pattern

ANY_VALUES = (True, False, "", [], {}, 0, 10**9)
"""Values that are tried of every property."""

EXCUSED: Mapping[str, frozenset[str]] = {
    # The number says which entry is asked first; an entry that no fixture has may deny before the others.
    "ec2_network_acl_is_closed_to_administration": frozenset({"ingress", "ingress[].ruleNo"}),
    "ec2_network_acl_rule_is_closed_to_administration": frozenset({"ruleNumber"}),
    # The evaluator of policies is asked of what a condition says, not of the key alone.
    "eventbridge_permission_is_not_public": frozenset({"condition.value"}),
    # Any name may be that of the bucket which the policy guards.
    "s3_bucket_policy_requires_tls": frozenset({"bucket"}),
    # One parameter can't be both of those that are missing, which nobody counts.
    "rds_parameter_group_audits_mysql": frozenset({"parameters"}),
    "rds_parameter_group_logs_sessions": frozenset({"parameters", "parameters[].name"}),
}
"""By rule, properties whose being unknown leaves open what no value that is tried takes back."""


def verdict(rule: Rule, props: Mapping[str, Any]) -> Outcome | None:
    """Return what *rule* says of *props*, which test_rules.py has both engines say."""
    said = _judge(rule, readable(props), Resource(type="", urn="", name="", props=props))
    return said and said[0]


def values(rule: Rule) -> Mapping[str, Sequence[Any]]:
    """Return what the variants of all of the fixtures of *rule* have at each path."""
    found: dict[str, list[Any]] = defaultdict(list)
    for case in FIXTURES[rule.name]:
        for path, given in values_by_pattern(case).items():
            found[path] += given
    return found


def can_be_well(rule: Rule, broken: Mapping[str, Any], path: str, tried: Sequence[Any]) -> bool:
    """Return whether any value of *tried* at *path* makes that nothing is violated."""
    for value in tried:
        try:
            props = changed(broken, path, value)
        except KeyError:
            continue  # what is absent can't be taken away
        if verdict(rule, props) not in {Outcome.VIOLATED, Outcome.FAILED}:
            return True
    return False


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_what_is_not_known_hides_no_certain_violation(rule: Rule) -> None:
    seen = values(rule)
    hiding: dict[str, tuple[str, Any]] = {}
    for case in FIXTURES[rule.name]:
        for change in case.broken:
            broken = changed(case.compliant, *change)
            for path in reads_of(rule, broken):
                said = verdict(rule, with_unknown(broken, path))
                assert said in {Outcome.VIOLATED, Outcome.OPEN}, (change, path)
                if said is Outcome.OPEN and not can_be_well(rule, broken, path, [*seen[pattern(path)], *ANY_VALUES]):
                    hiding[pattern(path)] = change
    assert hiding.keys() == EXCUSED.get(rule.name, frozenset()), hiding
