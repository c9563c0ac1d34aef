"""GuardDuty's protections are on in every account."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoEnable") != "ALL":
        return "accounts may be left without it"
    return None


RULE = Rule(
    name="guardduty_organization_feature_is_on",
    title="GuardDuty's protections are on in every account.",
    resource_types=frozenset({"aws:guardduty/organizationConfigurationFeature:OrganizationConfigurationFeature"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MALWARE_PROTECTION, Objective.THREAT_DETECTION}),
    remediation="Set autoEnable to ALL.",
    link="https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html",
    sources=("SecurityHub GuardDuty.10",),
)
