"""A key in every copy of an app says nothing about who publishes and who listens."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    if some(items(props, "eventConfig.authProviders"), lambda each: value(each, "authType") == "API_KEY"):
        return "an API key is enough to use it"
    return None


RULE = Rule(
    name="appsync_event_api_has_no_api_keys",
    title="AppSync event APIs authenticate by more than API keys.",
    resource_types=frozenset({"aws:appsync/api:Api"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Remove API_KEY from eventConfig.authProviders.",
    link="https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html",
)
