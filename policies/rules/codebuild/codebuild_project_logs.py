"""Builds are logged."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "logsConfig.cloudwatchLogs.status", "ENABLED") == "ENABLED":
        return None
    if value(props, "logsConfig.s3Logs.status", "DISABLED") == "ENABLED":
        return None
    return "what happens in builds is written down nowhere"


RULE = Rule(
    name="codebuild_project_logs",
    title="Builds are logged.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logsConfig.cloudwatchLogs.status to ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-4",
    sources=("SecurityHub CodeBuild.4",),
)
