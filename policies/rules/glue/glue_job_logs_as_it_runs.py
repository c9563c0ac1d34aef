"""A job's log is there while it runs, not only when it has ended."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

FLAG = "--enable-continuous-cloudwatch-log"


def _check(props: Props) -> str | None:
    arguments = props.get("defaultArguments") or {}
    if value(arguments, FLAG) != "true":
        return "its log comes when it has ended"
    return None


RULE = Rule(
    name="glue_job_logs_as_it_runs",
    title="Glue jobs log as they run.",
    resource_types=frozenset({"aws:glue/job:Job"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set --enable-continuous-cloudwatch-log to true in defaultArguments.",
    link="https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging-enable.html",
)
