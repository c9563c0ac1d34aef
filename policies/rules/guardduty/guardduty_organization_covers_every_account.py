"""GuardDuty covers every account."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoEnableOrganizationMembers") != "ALL":
        return "accounts may be left out"
    return None


RULE = Rule(
    name="guardduty_organization_covers_every_account",
    title="GuardDuty covers every account.",
    resource_types=frozenset({"aws:guardduty/organizationConfiguration:OrganizationConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.THREAT_DETECTION}),
    remediation="Set autoEnableOrganizationMembers to ALL.",
    link="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html",
    sources=("SecurityHub GuardDuty.1",),
)
