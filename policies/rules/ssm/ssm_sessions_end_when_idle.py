"""Idle shell sessions end."""

import json

from policies.model import Check, NotApplicable, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import value

LONGEST_MINUTES = 20
"""Session Manager's default; it accepts 1 to 60 ("Specify an idle session timeout value")."""


def _check(longest_minutes: int) -> Check:
    def check(props: Props) -> str | None:
        if props.get("documentType") != "Session":
            raise NotApplicable("it sets nothing for sessions")
        inputs = value(json.loads(value(props, "content", "{}")), "inputs", {})
        if int(inputs.get("idleSessionTimeout") or LONGEST_MINUTES) > longest_minutes:
            return f"sessions stay open for more than {longest_minutes} idle minutes"
        return None

    return check


RULE = Rule(
    name="ssm_sessions_end_when_idle",
    title="Idle shell sessions end.",
    resource_types=frozenset({"aws:ssm/document:Document"}),
    check=_check(LONGEST_MINUTES),
    threshold=Threshold(name="longestMinutes", default=LONGEST_MINUTES, least=1, most=60, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Lower idleSessionTimeout of the document's inputs.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html",
)
