"""Traffic within a VPC and between VPCs is encrypted by the hardware, and what cannot be so isn't let in."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("mode") != "enforce":
        return "traffic in the clear is only watched"
    return None


RULE = Rule(
    name="ec2_vpc_encryption_is_enforced",
    title="VPCs enforce encryption in transit.",
    resource_types=frozenset(
        {"aws:ec2/encryptionControl:EncryptionControl", "aws:ec2/vpcEncryptionControl:VpcEncryptionControl"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set mode to enforce.",
    link="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html",
)
