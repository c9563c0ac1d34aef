"""An instance with a foot in two networks can carry traffic around what stands between them."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if len(items(props, "networkInterfaces")) > 1:
        return "it has several network interfaces"
    return None


RULE = Rule(
    name="ec2_instance_has_one_interface",
    title="EC2 instances have one network interface.",
    resource_types=frozenset(
        {
            "aws:ec2/instance:Instance",
            "aws:ec2/launchTemplate:LaunchTemplate",
            "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Leave one element of networkInterfaces.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-17",
    sources=("SecurityHub EC2.17",),
)
