"""Passwords mix lower and upper case letters, digits and symbols."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

KINDS = ("requireLowercaseCharacters", "requireNumbers", "requireSymbols", "requireUppercaseCharacters")


def _check(props: Props) -> str | None:
    missing = those(KINDS, lambda kind: props.get(kind) is not True)
    return f"{', '.join(missing)} not on" if missing else None


RULE = Rule(
    name="iam_password_policy_asks_variety",
    title="Passwords are varied.",
    resource_types=frozenset({"aws:iam/accountPasswordPolicy:AccountPasswordPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PASSWORDS}),
    remediation="Set the four require switches to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-7",
    sources=("SecurityHub IAM.7",),
)
