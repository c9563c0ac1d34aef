"""Data enters Kafka over TLS."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

PROTOCOLS = frozenset({"sasl-ssl", "ssl-authentication", "ssl-encryption"})


def _check(props: Props) -> str | None:
    if props.get("engineName") != "kafka":
        raise NotApplicable("it is not for Kafka")
    if value(props, "kafkaSettings.securityProtocol") not in PROTOCOLS:
        return "data travels in the clear"
    return None


RULE = Rule(
    name="dms_kafka_endpoint_requires_tls",
    title="DMS endpoints for Kafka require TLS.",
    resource_types=frozenset({"aws:dms/endpoint:Endpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set kafkaSettings.securityProtocol to ssl-encryption, ssl-authentication or sasl-ssl.",
    link="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kafka.html",
)
