"""Every new volume of the region is encrypted, whoever makes it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enabled") is False:
        return "encryption by default is switched off"
    return None


RULE = Rule(
    name="ec2_volumes_are_encrypted_by_default",
    title="EBS encryption by default is on.",
    resource_types=frozenset({"aws:ebs/encryptionByDefault:EncryptionByDefault"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.SECURE_CONFIGURATION}),
    remediation="Set enabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-7",
    sources=("SecurityHub EC2.7", "CIS AWS 5.0.0 5.1.1"),
)
