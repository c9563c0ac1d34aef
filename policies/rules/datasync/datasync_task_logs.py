"""What a task moved, and what it could not, goes to CloudWatch Logs."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if not props.get("cloudwatchLogGroupArn"):
        return "it does not log"
    if value(props, "options.logLevel", "OFF") == "OFF":
        return "its log level is off"
    return None


RULE = Rule(
    name="datasync_task_logs",
    title="DataSync tasks log.",
    resource_types=frozenset({"aws:datasync/task:Task"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set cloudwatchLogGroupArn and options.logLevel.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/datasync-controls.html#datasync-1",
    sources=("SecurityHub DataSync.1",),
)
