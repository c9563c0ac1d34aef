"""Security fixes of the engine install themselves in the maintenance window, as they do unless turned off."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoMinorVersionUpgrade") is False:
        return "minor upgrades are turned off"
    return None


RULE = Rule(
    name="rds_instance_takes_minor_upgrades",
    title="RDS instances take minor upgrades.",
    resource_types=frozenset(
        {
            "aws:rds/cluster:Cluster",
            "aws:rds/clusterInstance:ClusterInstance",
            "aws:rds/instance:Instance",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Remove autoMinorVersionUpgrade or set it to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-13",
    sources=("SecurityHub RDS.13", "SecurityHub RDS.35", "CIS AWS 5.0.0 2.2.2"),
)
