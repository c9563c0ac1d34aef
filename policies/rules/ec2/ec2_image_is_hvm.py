"""An image is virtualized by the hardware; the older way is for types of instances that are going away.

Amazon EC2 User Guide, "Virtualization types".
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("virtualizationType") != "hvm":
        return "it is paravirtual"
    return None


RULE = Rule(
    name="ec2_image_is_hvm",
    title="EC2 images are virtualized by hardware.",
    resource_types=frozenset({"aws:ec2/ami:Ami"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING, Objective.SECURE_CONFIGURATION}),
    remediation="Set virtualizationType to hvm.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-24",
    sources=("SecurityHub EC2.24",),
)
