"""Images nobody uses any more, with the weaknesses found since, are removed in time."""

import json

from policies.lists import some
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    given = props.get("policy")
    policy = json.loads(given) if isinstance(given, str) else given
    if not some(items(policy, "rules"), lambda rule: value(rule, "action.type") == "expire"):
        return "no rule removes images"
    return None


RULE = Rule(
    name="ecr_lifecycle_policy_expires_images",
    title="ECR lifecycle policies remove images.",
    resource_types=frozenset({"aws:ecr/lifecyclePolicy:LifecyclePolicy"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DATA_RETENTION}),
    remediation="Add a rule with the action expire.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-3",
    sources=("SecurityHub ECR.3",),
)
