"""A GraphQL API reaches the servers behind it over HTTPS."""

from urllib.parse import urlsplit

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    endpoint = value(props, "httpConfig.endpoint")
    if endpoint is None:
        raise NotApplicable("it is no server reached by HTTP")
    return None if urlsplit(endpoint).scheme == "https" else "it is reached over plain HTTP"


RULE = Rule(
    name="appsync_data_source_uses_https",
    title="AppSync reaches data sources over HTTPS.",
    resource_types=frozenset({"aws:appsync/dataSource:DataSource"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set httpConfig.endpoint to an address of HTTPS.",
    link="https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-http-resolvers.html",
)
