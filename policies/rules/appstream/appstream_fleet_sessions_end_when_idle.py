"""Idle streaming sessions end."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_SECONDS = 600
"""Below the quarter of an hour of PCI DSS 4.0.1, 8.2.8; AppStream ends none unless told to."""


def _check(longest_seconds: int) -> Check:
    def check(props: Props) -> str | None:
        if not value(props, "idleDisconnectTimeoutInSeconds", 0) or at_least(
            props["idleDisconnectTimeoutInSeconds"], longest_seconds + 1
        ):
            return f"a session may stay idle for longer than {longest_seconds} seconds"
        return None

    return check


RULE = Rule(
    name="appstream_fleet_sessions_end_when_idle",
    title="Idle streaming sessions end.",
    resource_types=frozenset({"aws:appstream/fleet:Fleet"}),
    check=_check(LONGEST_SECONDS),
    threshold=Threshold(name="longestSeconds", default=LONGEST_SECONDS, least=60, most=36000, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Lower idleDisconnectTimeoutInSeconds.",
    link="https://docs.aws.amazon.com/appstream2/latest/developerguide/set-up-stacks-fleets-create.html",
)
