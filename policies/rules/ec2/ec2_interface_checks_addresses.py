"""An interface carries its own traffic alone; what forwards for others is a router, and meant to be one."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("sourceDestCheck") is False:
        return "it carries traffic of others"
    return None


RULE = Rule(
    name="ec2_interface_checks_addresses",
    title="Network interfaces check source and destination.",
    resource_types=frozenset(
        {
            "aws:ec2/instance:Instance",
            "aws:ec2/networkInterface:NetworkInterface",
            "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Remove sourceDestCheck or set it to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-180",
    sources=("SecurityHub EC2.180",),
)
