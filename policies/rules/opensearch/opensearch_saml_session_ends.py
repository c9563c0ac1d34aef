"""Whoever signed in to dashboards has to do so again after a time."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_MINUTES = 60
"""What OpenSearch gives unless told otherwise; it takes up to a day."""


def _ends(minutes: int) -> Check:
    def check(props: Props) -> str | None:
        if at_least(value(props, "samlOptions.sessionTimeoutMinutes", 0), minutes + 1):
            return f"sessions last for more than {minutes} minutes"
        return None

    return check


RULE = Rule(
    name="opensearch_saml_session_ends",
    title="OpenSearch sessions end.",
    resource_types=frozenset({"aws:opensearch/domainSamlOptions:DomainSamlOptions"}),
    check=_ends(LONGEST_MINUTES),
    threshold=Threshold(name="longestMinutes", default=LONGEST_MINUTES, least=1, most=1440, check=_ends),
    severity=Severity.LOW,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Remove samlOptions.sessionTimeoutMinutes or set it to 60 or less.",
    link="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/saml.html",
)
