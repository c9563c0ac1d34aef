"""Log groups can be watched."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "logGroupClass", "STANDARD") != "STANDARD":
        return "its class takes no metric filters, subscriptions or masks"
    return None


RULE = Rule(
    name="cloudwatch_log_group_is_a_standard_one",
    title="Log groups can be watched.",
    resource_types=frozenset({"aws:cloudwatch/logGroup:LogGroup"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Leave logGroupClass out.",
    link="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html",
)
