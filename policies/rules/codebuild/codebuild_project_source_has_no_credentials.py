"""Source addresses hold no credentials."""

from policies.credentials import holds_credential
from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, named, numbered, together, value


def _check(props: Props) -> str | None:
    sources = together(named(props, "source"), numbered(items(props, "secondarySources"), "secondarySources"))
    shown = labels(sources, lambda source: holds_credential(value(source, "location")))
    return f"{', '.join(shown)} has a credential in its location" if shown else None


RULE = Rule(
    name="codebuild_project_source_has_no_credentials",
    title="Source addresses hold no credentials.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Connect to the repository by CodeConnections.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-1",
    sources=("SecurityHub CodeBuild.1",),
)
