"""What reaches instances through a connect endpoint is limited by a group made for it, not by the VPC's default."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if not items(props, "securityGroupIds"):
        return "it has the default security group"
    return None


RULE = Rule(
    name="ec2_connect_endpoint_has_security_group",
    title="Instance Connect endpoints have a security group.",
    resource_types=frozenset({"aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION, Objective.PRIVILEGED_ACCESS}),
    remediation="Set securityGroupIds.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html",
)
