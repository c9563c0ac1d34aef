"""A trail records every region, global services, and what is read as well as what is written; and it is switched on."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("isMultiRegionTrail") is not True:
        return "it records one region only"
    if props.get("enableLogging") is False:
        return "it is switched off"
    if props.get("includeGlobalServiceEvents") is False:
        return "it leaves out global services"
    return None


RULE = Rule(
    name="cloudtrail_trail_covers_all_regions",
    title="CloudTrail records every region.",
    resource_types=frozenset({"aws:cloudtrail/trail:Trail"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUDIT_LOGGING}),
    remediation="Set isMultiRegionTrail to true and leave enableLogging and includeGlobalServiceEvents out.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1",
    sources=("SecurityHub CloudTrail.1", "CIS AWS 5.0.0 3.1"),
)
