"""Conversations end."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

LONGEST_SECONDS = 900
"""A quarter of an hour, as for any session with personal data (PCI DSS 4.0.1, 8.2.8); Lex keeps up to a day."""


def _check(longest_seconds: int) -> Check:
    def check(props: Props) -> str | None:
        if at_least(props.get("idleSessionTtlInSeconds"), longest_seconds + 1):
            return f"what was said is kept for more than {longest_seconds} idle seconds"
        return None

    return check


RULE = Rule(
    name="lex_bot_sessions_end",
    title="Conversations end.",
    resource_types=frozenset({"aws:lex/v2modelsBot:V2modelsBot"}),
    check=_check(LONGEST_SECONDS),
    threshold=Threshold(name="longestSeconds", default=LONGEST_SECONDS, least=60, most=86400, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Lower idleSessionTtlInSeconds.",
    link="https://docs.aws.amazon.com/lexv2/latest/dg/context-mgmt-session-timeout.html",
    sources=("PCI DSS 4.0.1 8.2.8",),
)
