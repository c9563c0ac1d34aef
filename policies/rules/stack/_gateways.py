"""How the two kinds of APIs name their methods and authorizers, and say who may call."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gateway:
    """What an API's methods and authorizers are called, and how they name it and say who may call."""

    method: str
    authorizer: str
    api: str
    authorization: str
    kinds: frozenset[str]


GATEWAYS = {
    "aws:apigateway/restApi:RestApi": Gateway(
        "aws:apigateway/method:Method",
        "aws:apigateway/authorizer:Authorizer",
        "restApi",
        "authorization",
        frozenset({"COGNITO_USER_POOLS", "CUSTOM"}),
    ),
    "aws:apigatewayv2/api:Api": Gateway(
        "aws:apigatewayv2/route:Route",
        "aws:apigatewayv2/authorizer:Authorizer",
        "apiId",
        "authorizationType",
        frozenset({"CUSTOM", "JWT"}),
    ),
}
"""By type of API; *kinds* of authorization are those that ask an authorizer."""
