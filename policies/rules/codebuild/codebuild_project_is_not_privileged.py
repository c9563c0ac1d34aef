"""Builds run unprivileged."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "environment.privilegedMode") is True:
        return "what it builds can take over its host"
    return None


RULE = Rule(
    name="codebuild_project_is_not_privileged",
    title="Builds run unprivileged.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Leave privilegedMode out; build images with a tool that needs no Docker daemon.",
    link="https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html#change-project-console-environment",
)
