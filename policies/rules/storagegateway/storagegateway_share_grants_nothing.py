"""Objects that a share writes are granted to nobody else."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

PRIVATE = frozenset({"bucket-owner-full-control", "bucket-owner-read", "private"})


def _check(props: Props) -> str | None:
    if value(props, "objectAcl", "private") not in PRIVATE:
        return "its objects are granted to others"
    return None


RULE = Rule(
    name="storagegateway_share_grants_nothing",
    title="Storage Gateway shares grant objects to nobody.",
    resource_types=frozenset(
        {"aws:storagegateway/nfsFileShare:NfsFileShare", "aws:storagegateway/smbFileShare:SmbFileShare"}
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Remove objectAcl.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12",
    sources=("SecurityHub S3.12",),
)
