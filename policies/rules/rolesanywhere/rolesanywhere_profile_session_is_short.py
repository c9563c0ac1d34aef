"""Roles Anywhere sessions end within the hour."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_SECONDS = 3600
"""The service's default (IAM Roles Anywhere User Guide, "CreateSession"); it accepts 900 to 43,200 seconds."""


def _check(longest_seconds: int) -> Check:
    def check(props: Props) -> str | None:
        if at_least(value(props, "durationSeconds", 3600), longest_seconds + 1):
            return f"its sessions last longer than {longest_seconds} seconds"
        return None

    return check


RULE = Rule(
    name="rolesanywhere_profile_session_is_short",
    title="Roles Anywhere sessions end within the hour.",
    resource_types=frozenset({"aws:rolesanywhere/profile:Profile"}),
    check=_check(LONGEST_SECONDS),
    threshold=Threshold(name="longestSeconds", default=LONGEST_SECONDS, least=900, most=43200, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Leave durationSeconds out or lower it.",
    link="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html",
)
