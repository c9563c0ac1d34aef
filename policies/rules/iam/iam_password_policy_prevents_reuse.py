"""None of the last 24 passwords comes back."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least

REMEMBERED = 24
"""CIS AWS Foundations Benchmark 5.0.0, 1.8; also the most that IAM remembers."""


def _check(props: Props) -> str | None:
    if not at_least(props.get("passwordReusePrevention"), REMEMBERED):
        return f"one of the last {REMEMBERED} passwords may come back"
    return None


RULE = Rule(
    name="iam_password_policy_prevents_reuse",
    title="Passwords don't come back.",
    resource_types=frozenset({"aws:iam/accountPasswordPolicy:AccountPasswordPolicy"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.PASSWORDS}),
    remediation="Set passwordReusePrevention to 24.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-16",
    sources=("SecurityHub IAM.16", "CIS AWS 5.0.0 1.8"),
)
