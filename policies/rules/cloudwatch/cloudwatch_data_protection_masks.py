"""Personal data in logs is masked."""

import json

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    given = items(json.loads(value(props, "policyDocument", "{}")), "Statement")
    if not some(given, lambda statement: "MaskConfig" in value(statement, "Operation.Deidentify", {})):
        return "it finds personal data and leaves it readable"
    return None


RULE = Rule(
    name="cloudwatch_data_protection_masks",
    title="Personal data in logs is masked.",
    resource_types=frozenset({"aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION, Objective.DATA_MASKING}),
    remediation="Add a statement with the operation Deidentify.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html",
)
