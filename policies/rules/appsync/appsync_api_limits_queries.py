"""A query nested without end, or calling every resolver, is refused before it costs."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least


def _check(props: Props) -> str | None:

    def fault(limit: str) -> str | None:
        if not at_least(props.get(limit), 1):
            return f"it has no {limit}"
        return None

    return first(("queryDepthLimit", "resolverCountLimit"), fault)


RULE = Rule(
    name="appsync_api_limits_queries",
    title="AppSync APIs limit queries.",
    resource_types=frozenset({"aws:appsync/graphQLApi:GraphQLApi"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CAPACITY, Objective.WEB_PROTECTION}),
    remediation="Set queryDepthLimit and resolverCountLimit.",
    link="https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html",
)
