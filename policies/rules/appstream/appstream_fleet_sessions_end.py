"""Streaming sessions end within ten hours."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_SECONDS = 36000
"""A long working day; AppStream allows five days (AppStream 2.0 Administration Guide, "Create a Fleet")."""


def _check(longest_seconds: int) -> Check:
    def check(props: Props) -> str | None:
        if at_least(value(props, "maxUserDurationInSeconds", 57600), longest_seconds + 1):
            return f"sessions may last longer than {longest_seconds} seconds"
        return None

    return check


RULE = Rule(
    name="appstream_fleet_sessions_end",
    title="Streaming sessions end within ten hours.",
    resource_types=frozenset({"aws:appstream/fleet:Fleet"}),
    check=_check(LONGEST_SECONDS),
    threshold=Threshold(name="longestSeconds", default=LONGEST_SECONDS, least=600, most=432000, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Lower maxUserDurationInSeconds.",
    link="https://docs.aws.amazon.com/appstream2/latest/developerguide/set-up-stacks-fleets-create.html",
)
