"""Builds are private."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "projectVisibility", "PRIVATE") != "PRIVATE":
        return "everybody on the internet reads its logs and artifacts"
    return None


RULE = Rule(
    name="codebuild_project_is_private",
    title="Builds are private.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Leave projectVisibility out.",
    link="https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html",
)
