"""Schedules keep what could not be delivered."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not value(props, "target.deadLetterConfig.arn"):
        return "a call that fails is lost"
    return None


RULE = Rule(
    name="scheduler_schedule_keeps_what_failed",
    title="Schedules keep what could not be delivered.",
    resource_types=frozenset({"aws:scheduler/schedule:Schedule"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set target.deadLetterConfig.arn to a queue.",
    link="https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html",
)
