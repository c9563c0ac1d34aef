"""What a task moved, and what it could not, goes to CloudWatch Logs."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        ("it does not log", lambda: not props.get("cloudwatchLogGroupArn")),
        ("its log level is off", lambda: value(props, "options.logLevel", "OFF") == "OFF"),
    )


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
