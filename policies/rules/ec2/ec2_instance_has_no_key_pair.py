"""Nobody enters an instance by a key of SSH that is shared and never ends; Session Manager asks IAM and records.

AWS Systems Manager User Guide, "AWS Systems Manager Session Manager".
"""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("keyName"):
        return "it can be entered by a key of SSH"
    return None


RULE = Rule(
    name="ec2_instance_has_no_key_pair",
    title="EC2 instances have no key pair.",
    resource_types=frozenset(
        {
            "aws:ec2/instance:Instance",
            "aws:ec2/launchConfiguration:LaunchConfiguration",
            "aws:ec2/launchTemplate:LaunchTemplate",
            "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.PRIVILEGED_ACCESS}),
    remediation="Remove keyName and use Session Manager.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
)
