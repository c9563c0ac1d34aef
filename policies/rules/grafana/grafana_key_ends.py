"""Grafana's keys end within a week."""

from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least

LONGEST_SECONDS = 7 * 24 * 3600
"""A week; Grafana gives a key thirty days at most ("Using Grafana HTTP APIs")."""


def _check(longest_seconds: int) -> Check:
    def check(props: Props) -> str | None:
        if at_least(props.get("secondsToLive"), longest_seconds + 1):
            return f"it is good for longer than {longest_seconds} seconds"
        return None

    return check


RULE = Rule(
    name="grafana_key_ends",
    title="Grafana's keys end within a week.",
    resource_types=frozenset({"aws:grafana/workspaceApiKey:WorkspaceApiKey"}),
    check=_check(LONGEST_SECONDS),
    threshold=Threshold(name="longestSeconds", default=LONGEST_SECONDS, least=60, most=2592000, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Lower secondsToLive.",
    link="https://docs.aws.amazon.com/grafana/latest/userguide/Using-Grafana-APIs.html",
)
