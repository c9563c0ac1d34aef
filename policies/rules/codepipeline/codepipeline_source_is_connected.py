"""Pipelines reach repositories by connections."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    for label, stage in numbered(items(props, "stages"), "stages"):
        for action in items(stage, "actions"):
            if value(action, "category") != "Source":
                continue
            if value(action, "owner") == "ThirdParty" or value(action, "configuration.OAuthToken"):
                return f"{label} reaches its repository by a token that somebody has to rotate"
    return None


RULE = Rule(
    name="codepipeline_source_is_connected",
    title="Pipelines reach repositories by connections.",
    resource_types=frozenset({"aws:codepipeline/pipeline:Pipeline"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.SOFTWARE_INTEGRITY}),
    remediation="Use the provider CodeStarSourceConnection.",
    link="https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html",
)
