"""Event data stores gather from every region."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it records one region only", lambda: value(props, "multiRegionEnabled", True) is not True),
        ("it is suspended", lambda: props.get("suspend") == "true"),
    )


RULE = Rule(
    name="cloudtrail_store_covers_all_regions",
    title="Event data stores gather from every region.",
    resource_types=frozenset({"aws:cloudtrail/eventDataStore:EventDataStore"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUDIT_LOGGING}),
    remediation="Leave multiRegionEnabled and suspend out.",
    link="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store.html",
)
