"""Detective covers new accounts."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoEnable") is not True:
        return "new accounts are left out"
    return None


RULE = Rule(
    name="detective_organization_covers_new_accounts",
    title="Detective covers new accounts.",
    resource_types=frozenset({"aws:detective/organizationConfiguration:OrganizationConfiguration"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.INCIDENT_RESPONSE}),
    remediation="Set autoEnable to true.",
    link="https://docs.aws.amazon.com/detective/latest/userguide/accounts-orgs-members-autoenable.html",
)
