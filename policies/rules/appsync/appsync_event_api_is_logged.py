"""What goes wrong in an event API is written down."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

LEVELS = frozenset({"ALL", "DEBUG", "ERROR", "INFO"})


def _check(props: Props) -> str | None:
    if value(props, "eventConfig.logConfig.logLevel") not in LEVELS:
        return "it keeps no log"
    return None


RULE = Rule(
    name="appsync_event_api_is_logged",
    title="AppSync event APIs are logged.",
    resource_types=frozenset({"aws:appsync/api:Api"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set eventConfig.logConfig with logLevel ERROR.",
    link="https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-monitoring-cw-logs.html",
)
