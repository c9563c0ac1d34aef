"""Secrets' policies allow nothing to everyone."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("secretsmanager"))


RULE = Rule(
    name="secretsmanager_secret_policy_is_not_public",
    title="Secrets' policies allow nothing to everyone.",
    resource_types=frozenset(
        {
            "aws:secretsmanager/secret:Secret",
            "aws:secretsmanager/secretPolicy:SecretPolicy",
        }
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:SourceArn or aws:SourceAccount.",
    link="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
)
