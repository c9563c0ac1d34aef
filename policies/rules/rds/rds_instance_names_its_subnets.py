"""An instance stands in subnets that were chosen for it, not in those of the default network."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("replicateSourceDb"):
        raise NotApplicable("a replica stands where its source does")
    if props.get("dbSubnetGroupName") in (None, "", "default"):
        return "it is in the default network"
    return None


RULE = Rule(
    name="rds_instance_names_its_subnets",
    title="RDS instances are in chosen subnets.",
    resource_types=frozenset({"aws:rds/instance:Instance"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set dbSubnetGroupName to a group of isolated subnets.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
)
