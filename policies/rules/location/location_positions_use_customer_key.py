"""Positions are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="location_positions_use_customer_key",
    title="Positions are encrypted under a customer key.",
    resource_types=frozenset(
        {
            "aws:location/geofenceCollection:GeofenceCollection",
            "aws:location/tracker:Tracker",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId.",
    link="https://docs.aws.amazon.com/location/latest/developerguide/encryption-at-rest.html",
)
