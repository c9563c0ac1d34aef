"""No database has an address on the internet."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("publiclyAccessible"):
        return "it is reachable from the internet"
    return None


RULE = Rule(
    name="rds_database_is_not_public",
    title="RDS databases are not publicly accessible.",
    resource_types=frozenset(
        {
            "aws:rds/cluster:Cluster",
            "aws:rds/clusterInstance:ClusterInstance",
            "aws:rds/instance:Instance",
            "aws:rds/shardGroup:ShardGroup",
        }
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove publiclyAccessible or set it to false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2",
    sources=("SecurityHub RDS.2", "CIS AWS 5.0.0 2.2.3"),
)
