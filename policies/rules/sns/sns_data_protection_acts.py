"""Personal data in messages is masked or stopped."""

import json

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

ACTS = frozenset({"Deidentify", "Deny"})


def _check(props: Props) -> str | None:
    given = items(json.loads(value(props, "policy", "{}")), "Statement")
    if not some(given, lambda statement: not ACTS.isdisjoint(value(statement, "Operation", {}))):
        return "it finds personal data and passes it on"
    return None


RULE = Rule(
    name="sns_data_protection_acts",
    title="Personal data in messages is masked or stopped.",
    resource_types=frozenset({"aws:sns/dataProtectionPolicy:DataProtectionPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION, Objective.DATA_MASKING}),
    remediation="Add a statement with the operation Deidentify or Deny.",
    link="https://docs.aws.amazon.com/sns/latest/dg/sns-message-data-protection-policies.html",
)
