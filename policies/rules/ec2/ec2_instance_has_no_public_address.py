"""An instance has no address on the internet."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("associatePublicIpAddress"):
        return "it gets a public address"
    return None


RULE = Rule(
    name="ec2_instance_has_no_public_address",
    title="EC2 instances have no public address.",
    resource_types=frozenset(
        {
            "aws:ec2/instance:Instance",
            "aws:ec2/launchConfiguration:LaunchConfiguration",
            "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove associatePublicIpAddress or set it to false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-9",
    sources=("SecurityHub AutoScaling.5", "SecurityHub EC2.9"),
)
