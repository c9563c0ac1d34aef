"""Logs are kept for a stated time; without one, or with 0, they are kept for ever."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least


def _check(props: Props) -> str | None:
    if not at_least(props.get("retentionInDays"), 1):
        return "its logs are kept for ever"
    return None


RULE = Rule(
    name="cloudwatch_log_group_has_retention",
    title="CloudWatch log groups have a retention.",
    resource_types=frozenset({"aws:cloudwatch/logGroup:LogGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_RETENTION, Objective.LOG_RETENTION}),
    remediation="Set retentionInDays after the data class.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16",
    sources=("SecurityHub CloudWatch.16",),
)
