"""A cluster stands in subnets that were chosen for it, not in those of the default network."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("dbSubnetGroupName") in (None, "", "default"):
        return "it is in the default network"
    return None


RULE = Rule(
    name="rds_cluster_names_its_subnets",
    title="RDS clusters are in chosen subnets.",
    resource_types=frozenset({"aws:rds/cluster:Cluster"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set dbSubnetGroupName to a group of isolated subnets.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
)
