"""Connections keep credentials secret."""

from policies.credentials import is_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

PARTS = ("bodies", "headers", "queryStrings")


def _check(props: Props) -> str | None:
    for part in PARTS:
        for label, found in numbered(items(props, f"authParameters.invocationHttpParameters.{part}"), part):
            if value(found, "isValueSecret") is not True and is_credential(
                value(found, "key", ""), value(found, "value")
            ):
                return f"{label} shows a credential"
    return None


RULE = Rule(
    name="eventbridge_connection_hides_credentials",
    title="Connections keep credentials secret.",
    resource_types=frozenset({"aws:cloudwatch/eventConnection:EventConnection"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set isValueSecret to true.",
    link="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html",
)
