"""Secrets' policies are checked for public access."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("blockPublicPolicy") is not True:
        return "AWS takes a policy that opens the secret to everybody"
    return None


def _remediate(props: Props) -> Props:
    return {**props, "blockPublicPolicy": True}


RULE = Rule(
    name="secretsmanager_policy_refuses_the_public",
    title="Secrets' policies are checked for public access.",
    resource_types=frozenset({"aws:secretsmanager/secretPolicy:SecretPolicy"}),
    check=_check,
    remediate=_remediate,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.PUBLIC_ACCESS}),
    remediation="Set blockPublicPolicy to true.",
    link="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
)
