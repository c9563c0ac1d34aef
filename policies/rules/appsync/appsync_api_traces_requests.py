"""A request is followed through a GraphQL API."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("xrayEnabled") is not True:
        return "tracing is off"
    return None


RULE = Rule(
    name="appsync_api_traces_requests",
    title="AppSync APIs trace requests.",
    resource_types=frozenset({"aws:appsync/graphQLApi:GraphQLApi"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.MONITORING}),
    remediation="Set xrayEnabled to true.",
    link="https://docs.aws.amazon.com/appsync/latest/devguide/x-ray-tracing.html",
)
