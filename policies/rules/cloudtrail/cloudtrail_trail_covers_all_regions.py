"""A trail records every region, global services, and what is read as well as what is written; and it is switched on."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault_among(
        ("it records one region only", lambda: props.get("isMultiRegionTrail") is not True),
        ("it is switched off", lambda: props.get("enableLogging") is False),
        ("it leaves out global services", lambda: props.get("includeGlobalServiceEvents") is False),
    )


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
