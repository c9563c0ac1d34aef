"""An instance calls AWS under a role, whose credentials are short-lived; nobody needs to copy keys to it."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("launchTemplate"):
        raise NotApplicable("its launch template may name the profile")
    if not props.get("iamInstanceProfile"):
        return "it has no instance profile"
    return None


RULE = Rule(
    name="ec2_instance_has_a_role",
    title="EC2 instances have an instance profile.",
    resource_types=frozenset({"aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set iamInstanceProfile.",
    link="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html",
    sources=("CIS AWS 5.0.0 1.17",),
)
