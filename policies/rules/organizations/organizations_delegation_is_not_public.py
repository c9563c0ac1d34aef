"""The organization is delegated to named accounts."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("content"), public("organizations"), "content")


RULE = Rule(
    name="organizations_delegation_is_not_public",
    title="The organization is delegated to named accounts.",
    resource_types=frozenset({"aws:organizations/resourcePolicy:ResourcePolicy"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal.",
    link="https://docs.aws.amazon.com/organizations/latest/userguide/orgs-policy-delegate.html",
)
