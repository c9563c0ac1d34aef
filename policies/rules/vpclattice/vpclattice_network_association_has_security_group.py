"""Only what may reach a network of services, or resources behind a gateway, does."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "securityGroupIds"):
        return "it has no security group"
    return None


RULE = Rule(
    name="vpclattice_network_association_has_security_group",
    title="VPC Lattice associations have security groups.",
    resource_types=frozenset(
        {
            "aws:vpclattice/resourceGateway:ResourceGateway",
            "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set securityGroupIds.",
    link="https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html",
)
