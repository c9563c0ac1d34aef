"""A connector talks to its cluster over TLS."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "kafkaClusterEncryptionInTransit.encryptionType") != "TLS":
        return "it talks to its cluster without TLS"
    return None


RULE = Rule(
    name="mskconnect_connector_requires_tls",
    title="MSK connectors require TLS.",
    resource_types=frozenset({"aws:mskconnect/connector:Connector"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set kafkaClusterEncryptionInTransit.encryptionType to TLS.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-3",
    sources=("SecurityHub MSK.3",),
)
