"""Headers and contents of requests stay out of the logs."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "logConfig") is None:
        raise NotApplicable("it keeps no log")
    if value(props, "logConfig.excludeVerboseContent") is not True:
        return "contents of requests are written to logs"
    return None


RULE = Rule(
    name="appsync_api_logs_no_content",
    title="AppSync APIs keep contents out of logs.",
    resource_types=frozenset({"aws:appsync/graphQLApi:GraphQLApi"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_MASKING, Objective.LOG_PROTECTION}),
    remediation="Set logConfig.excludeVerboseContent to true.",
    link="https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html",
)
