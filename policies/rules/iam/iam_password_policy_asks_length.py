"""Passwords have 14 characters or more."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least

SHORTEST = 14
"""CIS AWS Foundations Benchmark 5.0.0, 1.7."""


def _check(props: Props) -> str | None:
    if not at_least(props.get("minimumPasswordLength"), SHORTEST):
        return f"passwords may be shorter than {SHORTEST} characters"
    return None


RULE = Rule(
    name="iam_password_policy_asks_length",
    title="Passwords are long.",
    resource_types=frozenset({"aws:iam/accountPasswordPolicy:AccountPasswordPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PASSWORDS}),
    remediation="Set minimumPasswordLength to 14 or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-15",
    sources=("SecurityHub IAM.15", "CIS AWS 5.0.0 1.7"),
)
