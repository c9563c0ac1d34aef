"""Enhanced monitoring reports what the instance's operating system does."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least


def _check(props: Props) -> str | None:
    if not at_least(props.get("monitoringInterval"), 1):
        return "enhanced monitoring is off"
    return None


RULE = Rule(
    name="rds_instance_is_monitored",
    title="RDS instances have enhanced monitoring.",
    resource_types=frozenset(
        {
            "aws:rds/clusterInstance:ClusterInstance",
            "aws:rds/instance:Instance",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set monitoringInterval (seconds) and monitoringRoleArn.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-6",
    sources=("SecurityHub RDS.6",),
)
