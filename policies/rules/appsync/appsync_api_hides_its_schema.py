"""A GraphQL API doesn't tell strangers all that can be asked of it."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("introspectionConfig") != "DISABLED":
        return "whoever may call it can read its schema"
    return None


RULE = Rule(
    name="appsync_api_hides_its_schema",
    title="AppSync APIs refuse introspection.",
    resource_types=frozenset({"aws:appsync/graphQLApi:GraphQLApi"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Set introspectionConfig to DISABLED.",
    link="https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html",
)
