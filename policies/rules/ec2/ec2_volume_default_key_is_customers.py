"""Volumes that name no key are encrypted under one of the customer's own.

Amazon EBS User Guide, "Enable Amazon EBS encryption by default".
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("keyArn")):
        return "it names a key of AWS"
    return None


RULE = Rule(
    name="ec2_volume_default_key_is_customers",
    title="The default key of EBS volumes is a customer key.",
    resource_types=frozenset({"aws:ebs/defaultKmsKey:DefaultKmsKey"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set keyArn to the region's key.",
    link="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
    sources=("SecurityHub EC2.7",),
)
