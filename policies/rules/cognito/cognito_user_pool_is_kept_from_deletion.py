"""User pools are protected from deletion."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("deletionProtection") != "ACTIVE":
        return "one mistake deletes every account in it"
    return None


def _remediate(props: Props) -> Props:
    return {**props, "deletionProtection": "ACTIVE"}


RULE = Rule(
    name="cognito_user_pool_is_kept_from_deletion",
    title="User pools are protected from deletion.",
    resource_types=frozenset({"aws:cognito/userPool:UserPool"}),
    check=_check,
    remediate=_remediate,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DELETION_PROTECTION}),
    remediation="Set deletionProtection to ACTIVE.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html#cognito-6",
    sources=("SecurityHub Cognito.6",),
)
