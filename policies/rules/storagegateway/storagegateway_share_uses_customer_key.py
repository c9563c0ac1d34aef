"""Files of a share are encrypted in S3 under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is encrypted under keys of S3", lambda: props.get("kmsEncrypted") is not True),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(props.get("kmsKeyArn"))),
    )


RULE = Rule(
    name="storagegateway_share_uses_customer_key",
    title="Storage Gateway shares are encrypted under a customer key.",
    resource_types=frozenset(
        {"aws:storagegateway/nfsFileShare:NfsFileShare", "aws:storagegateway/smbFileShare:SmbFileShare"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsEncrypted to true and kmsKeyArn.",
    link="https://docs.aws.amazon.com/filegateway/latest/files3/encrypt-objects-stored-by-file-gateway-in-amazon-s3.html",
)
