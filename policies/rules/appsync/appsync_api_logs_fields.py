"""What was asked of a GraphQL API, field by field, is written down."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

LEVELS = frozenset({"ALL", "DEBUG", "ERROR", "INFO"})


def _check(props: Props) -> str | None:
    if value(props, "logConfig.fieldLogLevel") not in LEVELS:
        return "it keeps no log of fields"
    return None


RULE = Rule(
    name="appsync_api_logs_fields",
    title="AppSync APIs log fields.",
    resource_types=frozenset({"aws:appsync/graphQLApi:GraphQLApi"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set logConfig with fieldLogLevel ERROR or ALL.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/appsync-controls.html#appsync-2",
    sources=("SecurityHub AppSync.2",),
)
