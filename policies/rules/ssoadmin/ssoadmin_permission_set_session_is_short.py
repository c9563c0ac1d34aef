"""Sessions of permission sets end within hours."""

import re

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import value

LONGEST_MINUTES = 240
"""The service's default is one hour, its limit twelve (IAM Identity Center User Guide, "Set session duration for AWS
accounts")."""
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?")


def _check(longest_minutes: int) -> Check:
    def check(props: Props) -> str | None:
        found = _DURATION.fullmatch(value(props, "sessionDuration", "PT1H"))
        if not found or int(found[1] or 0) * 60 + int(found[2] or 0) > longest_minutes:
            return f"its sessions last longer than {longest_minutes} minutes"
        return None

    return check


RULE = Rule(
    name="ssoadmin_permission_set_session_is_short",
    title="Sessions of permission sets end within hours.",
    resource_types=frozenset({"aws:ssoadmin/permissionSet:PermissionSet"}),
    check=_check(LONGEST_MINUTES),
    threshold=Threshold(name="longestMinutes", default=LONGEST_MINUTES, least=15, most=720, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.PRIVILEGED_ACCESS, Objective.SESSION_MANAGEMENT}),
    remediation="Leave sessionDuration out or lower it.",
    link="https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html",
)
