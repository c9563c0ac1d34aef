"""Clients of a file gateway talk to it encrypted, or not at all."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

SERVES_SMB = frozenset({"FILE_FSX_SMB", "FILE_S3"})
ENCRYPTED = frozenset({"MandatoryEncryption", "MandatoryEncryptionNoAes128"})


def _check(props: Props) -> str | None:
    if props.get("gatewayType") not in SERVES_SMB:
        raise NotApplicable("it serves no files by SMB")
    if props.get("smbSecurityStrategy") not in ENCRYPTED:
        return "clients may talk to it in the clear"
    return None


RULE = Rule(
    name="storagegateway_gateway_encrypts_smb",
    title="Storage Gateways encrypt SMB.",
    resource_types=frozenset({"aws:storagegateway/gateway:Gateway"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set smbSecurityStrategy to MandatoryEncryption.",
    link="https://docs.aws.amazon.com/filegateway/latest/files3/security-strategy.html",
)
