"""An alarm tells somebody: it has an action for its alarm state, and actions are not switched off."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    return fault_among(
        ("it notifies nobody", lambda: not items(props, "alarmActions")),
        ("its actions are switched off", lambda: props.get("actionsEnabled") is False),
    )


RULE = Rule(
    name="cloudwatch_alarm_has_actions",
    title="CloudWatch alarms notify somebody.",
    resource_types=frozenset(
        {
            "aws:cloudwatch/compositeAlarm:CompositeAlarm",
            "aws:cloudwatch/metricAlarm:MetricAlarm",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.INCIDENT_RESPONSE, Objective.MONITORING}),
    remediation="Set alarmActions to the region's alarm topic and remove actionsEnabled.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-15",
    sources=("SecurityHub CloudWatch.15", "SecurityHub CloudWatch.17"),
)
