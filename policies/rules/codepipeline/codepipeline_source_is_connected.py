"""Pipelines reach repositories by connections."""

from policies.answers import all_hold, any_holds
from policies.lists import labels, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    stages = numbered(items(props, "stages"), "stages")
    lasting = labels(stages, lambda stage: some(items(stage, "actions"), _has_token))
    return f"{', '.join(lasting)} reaches its repository by a token that somebody has to rotate" if lasting else None


def _has_token(action: Props) -> bool:
    return all_hold(
        lambda: value(action, "category") == "Source",
        lambda: any_holds(
            lambda: value(action, "owner") == "ThirdParty", lambda: value(action, "configuration.OAuthToken")
        ),
    )


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
