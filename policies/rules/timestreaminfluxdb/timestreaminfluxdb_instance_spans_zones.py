"""A standby in another zone takes over from an instance."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("deploymentType") != "WITH_MULTIAZ_STANDBY":
        return "it stands in one zone"
    return None


RULE = Rule(
    name="timestreaminfluxdb_instance_spans_zones",
    title="Timestream for InfluxDB has a standby in another zone.",
    resource_types=frozenset({"aws:timestreaminfluxdb/dbInstance:DbInstance"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set deploymentType to WITH_MULTIAZ_STANDBY.",
    link="https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influx-managing-multi-az.html",
)
