"""Messages to partners are encrypted and signed, by algorithms that are still sound."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

CIPHERS = frozenset({"AES128_CBC", "AES192_CBC", "AES256_CBC"})
DIGESTS = frozenset({"SHA256", "SHA384", "SHA512"})
"""AWS Transfer Family API Reference, "As2ConnectorConfig", without NONE, 3DES and SHA-1."""


def _check(props: Props) -> str | None:
    if value(props, "as2Config") is None:
        raise NotApplicable("it sends no messages by AS2")
    return fault_among(
        ("messages are not encrypted, or weakly", lambda: value(props, "as2Config.encryptionAlgorithm") not in CIPHERS),
        ("messages are not signed, or weakly", lambda: value(props, "as2Config.signingAlgorithm") not in DIGESTS),
    )


RULE = Rule(
    name="transfer_connector_guards_messages",
    title="Transfer connectors encrypt and sign messages.",
    resource_types=frozenset({"aws:transfer/connector:Connector"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.DATA_INTEGRITY, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set encryptionAlgorithm to AES256_CBC and signingAlgorithm to SHA256.",
    link="https://docs.aws.amazon.com/transfer/latest/APIReference/API_As2ConnectorConfig.html",
)
