"""A time series database has an address in the network only."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("publiclyAccessible") is True:
        return "it is reachable from the internet"
    return None


RULE = Rule(
    name="timestreaminfluxdb_database_is_not_public",
    title="Timestream for InfluxDB is not publicly accessible.",
    resource_types=frozenset(
        {"aws:timestreaminfluxdb/dbCluster:DbCluster", "aws:timestreaminfluxdb/dbInstance:DbInstance"}
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove publiclyAccessible or set it to false.",
    link="https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influx-security.html",
)
