"""Volumes are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is encrypted under keys of S3", lambda: props.get("kmsEncrypted") is not True),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(props.get("kmsKey"))),
    )


RULE = Rule(
    name="storagegateway_volume_uses_customer_key",
    title="Storage Gateway volumes are encrypted under a customer key.",
    resource_types=frozenset(
        {
            "aws:storagegateway/cachesIscsiVolume:CachesIscsiVolume",
            "aws:storagegateway/storedIscsiVolume:StoredIscsiVolume",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsEncrypted to true and kmsKey.",
    link="https://docs.aws.amazon.com/storagegateway/latest/vgw/encryption.html",
)
