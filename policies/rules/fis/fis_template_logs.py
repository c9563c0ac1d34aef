"""Experiments are logged."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

PLACES = ("cloudwatchLogsConfiguration.logGroupArn", "s3Configuration.bucketName")


def _check(props: Props) -> str | None:
    if not some(PLACES, lambda place: value(props, f"logConfiguration.{place}")):
        return "what it did is written down nowhere"
    return None


RULE = Rule(
    name="fis_template_logs",
    title="Experiments are logged.",
    resource_types=frozenset({"aws:fis/experimentTemplate:ExperimentTemplate"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logConfiguration.",
    link="https://docs.aws.amazon.com/fis/latest/userguide/monitoring-logging.html",
)
