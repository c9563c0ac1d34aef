"""Snapshots of configurations come daily."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

DAILY = frozenset({"One_Hour", "Six_Hours", "Three_Hours", "Twelve_Hours", "TwentyFour_Hours"})


def _check(props: Props) -> str | None:
    if value(props, "snapshotDeliveryProperties.deliveryFrequency") not in DAILY:
        return "no snapshots are delivered"
    return None


RULE = Rule(
    name="cfg_delivery_is_frequent",
    title="Snapshots of configurations come daily.",
    resource_types=frozenset({"aws:cfg/deliveryChannel:DeliveryChannel"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CONFIGURATION_MONITORING}),
    remediation="Set snapshotDeliveryProperties.deliveryFrequency.",
    link="https://docs.aws.amazon.com/config/latest/developerguide/deliver-snapshot-cli.html",
)
