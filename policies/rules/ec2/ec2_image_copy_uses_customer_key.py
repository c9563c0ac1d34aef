"""The volumes of a copied image are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is not encrypted", lambda: props.get("encrypted") is not True),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(props.get("kmsKeyId"))),
    )


RULE = Rule(
    name="ec2_image_copy_uses_customer_key",
    title="EC2 image copies are encrypted under a customer key.",
    resource_types=frozenset(
        {"aws:ebs/snapshotCopy:SnapshotCopy", "aws:ebs/snapshotImport:SnapshotImport", "aws:ec2/amiCopy:AmiCopy"}
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encrypted to true and kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
)
