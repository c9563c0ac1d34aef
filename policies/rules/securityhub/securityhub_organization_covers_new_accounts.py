"""Security Hub covers new accounts."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "organizationConfiguration.configurationType") == "CENTRAL":
        raise NotApplicable("configuration policies decide")
    return None if props.get("autoEnable") is True else "new accounts are left out"


RULE = Rule(
    name="securityhub_organization_covers_new_accounts",
    title="Security Hub covers new accounts.",
    resource_types=frozenset({"aws:securityhub/organizationConfiguration:OrganizationConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING, Objective.THREAT_DETECTION}),
    remediation="Set autoEnable to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/accounts-orgs-auto-enable.html",
)
