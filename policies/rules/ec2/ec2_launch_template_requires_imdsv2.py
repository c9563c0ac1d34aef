"""Instances answer for their credentials only to requests that bear a session token (IMDSv2)."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "metadataOptions.httpEndpoint") == "disabled":
        return None
    if value(props, "metadataOptions.httpTokens") != "required":
        return "instance metadata is given without a token"
    return None


RULE = Rule(
    name="ec2_launch_template_requires_imdsv2",
    title="EC2 instances require IMDSv2.",
    resource_types=frozenset(
        {
            "aws:ec2/instance:Instance",
            "aws:ec2/launchConfiguration:LaunchConfiguration",
            "aws:ec2/launchTemplate:LaunchTemplate",
            "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.SECURE_CONFIGURATION}),
    remediation="Set metadataOptions.httpTokens to required.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-170",
    sources=("SecurityHub AutoScaling.3", "SecurityHub EC2.8", "SecurityHub EC2.170", "CIS AWS 5.0.0 5.7"),
)
