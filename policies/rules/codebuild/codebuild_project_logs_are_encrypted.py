"""Build logs are encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "logsConfig.s3Logs.encryptionDisabled") is True:
        return "its logs in S3 are not encrypted"
    return None


RULE = Rule(
    name="codebuild_project_logs_are_encrypted",
    title="Build logs are encrypted.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.LOG_PROTECTION}),
    remediation="Leave logsConfig.s3Logs.encryptionDisabled out.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-3",
    sources=("SecurityHub CodeBuild.3",),
)
