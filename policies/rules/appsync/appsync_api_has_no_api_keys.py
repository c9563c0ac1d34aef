"""A key in every copy of an app says nothing about who is calling."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, together, value


def _check(props: Props) -> str | None:
    providers = together([props], items(props, "additionalAuthenticationProviders"))
    if some(providers, lambda provider: value(provider, "authenticationType") == "API_KEY"):
        return "an API key is enough to call it"
    return None


RULE = Rule(
    name="appsync_api_has_no_api_keys",
    title="AppSync APIs authenticate by more than API keys.",
    resource_types=frozenset({"aws:appsync/graphQLApi:GraphQLApi"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Replace API_KEY by AWS_IAM, AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/appsync-controls.html#appsync-5",
    sources=("SecurityHub AppSync.5",),
)
