"""Schedules are encrypted under a customer key."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if not customer_key(props.get("kmsKeyArn")):
        return "what it sends is encrypted under a key of AWS"
    return None


RULE = Rule(
    name="scheduler_schedule_uses_customer_key",
    title="Schedules are encrypted under a customer key.",
    resource_types=frozenset({"aws:scheduler/schedule:Schedule"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyArn to the region's key.",
    link="https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html",
)
