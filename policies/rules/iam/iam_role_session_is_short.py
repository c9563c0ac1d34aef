"""Credentials of a role that leak are worth something for hours, not for half a day."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_SECONDS = 4 * 3600
"""IAM's own default is one hour, its limit twelve (IAM User Guide, "Update the maximum session duration for a role"); a
long deployment takes up to four."""


def _check(longest_seconds: int) -> Check:
    def check(props: Props) -> str | None:
        if at_least(value(props, "maxSessionDuration", 3600), longest_seconds + 1):
            return f"its sessions may last longer than {longest_seconds} seconds"
        return None

    return check


RULE = Rule(
    name="iam_role_session_is_short",
    title="Sessions of IAM roles end within hours.",
    resource_types=frozenset({"aws:iam/role:Role"}),
    check=_check(LONGEST_SECONDS),
    threshold=Threshold(name="longestSeconds", default=LONGEST_SECONDS, least=3600, most=43200, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Leave maxSessionDuration out or lower it.",
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html",
)
