"""Streaming sessions end when they are left."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_SECONDS = 300
"""Long enough for a broken connection to come back; AppStream waits fifteen minutes unless told otherwise."""


def _check(longest_seconds: int) -> Check:
    def check(props: Props) -> str | None:
        if at_least(value(props, "disconnectTimeoutInSeconds", 900), longest_seconds + 1):
            return f"a session waits longer than {longest_seconds} seconds for its user to come back"
        return None

    return check


RULE = Rule(
    name="appstream_fleet_sessions_end_when_disconnected",
    title="Streaming sessions end when they are left.",
    resource_types=frozenset({"aws:appstream/fleet:Fleet"}),
    check=_check(LONGEST_SECONDS),
    threshold=Threshold(name="longestSeconds", default=LONGEST_SECONDS, least=60, most=36000, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Lower disconnectTimeoutInSeconds.",
    link="https://docs.aws.amazon.com/appstream2/latest/developerguide/set-up-stacks-fleets-create.html",
)
