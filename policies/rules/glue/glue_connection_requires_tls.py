"""Connections to databases and to Kafka are encrypted, and fail rather than not be."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SWITCHES = {"JDBC": "JDBC_ENFORCE_SSL", "KAFKA": "KAFKA_SSL_ENABLED"}
"""AWS Glue API Reference, "Connection": connectionProperties."""


def _check(props: Props) -> str | None:
    switch = SWITCHES.get(value(props, "connectionType", "JDBC"))
    if switch is None:
        raise NotApplicable("it has no such switch")
    if value(props.get("connectionProperties"), switch) != "true":
        return f"{switch} is not on"
    return None


RULE = Rule(
    name="glue_connection_requires_tls",
    title="Glue connections require TLS.",
    resource_types=frozenset({"aws:glue/connection:Connection"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set the property to true in connectionProperties.",
    link="https://docs.aws.amazon.com/glue/latest/dg/connection-properties.html",
)
