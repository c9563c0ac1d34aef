"""Instances of a launch template get no address on the internet."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    interfaces = numbered(items(props, "networkInterfaces"), "networkInterfaces")
    public = labels(interfaces, lambda each: value(each, "associatePublicIpAddress") in (True, "true"))
    return f"{', '.join(public)} gets a public address" if public else None


RULE = Rule(
    name="ec2_launch_template_assigns_no_public_address",
    title="Launch templates assign no public addresses.",
    resource_types=frozenset({"aws:ec2/launchTemplate:LaunchTemplate"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove associatePublicIpAddress or set it to false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-25",
    sources=("SecurityHub EC2.25",),
)
