"""API Gateway: what an API asks of requests, and how it says that it refuses them."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.apigateway import deleted, patched
from sandbox.providers.aws.spec import ID, Call, Find, Look, Read, Type

_API = {"restApiId": "{restApi}"}
_AUTHORIZER = {**_API, "authorizerId": ID}
_VALIDATOR = {**_API, "requestValidatorId": ID}
_MODEL = {**_API, "modelName": "{name}"}
_RESPONSE = {"restApiId": "{restApiId}", "responseType": "{responseType}"}

AUTHORIZER = Type(
    "aws:apigateway/authorizer:Authorizer",
    service="apigateway",
    id="id",
    create=Call("create_authorizer"),
    read=Read("get_authorizer", _AUTHORIZER),
    update=patched(
        "update_authorizer",
        _AUTHORIZER,
        {
            "authorizerCredentials": "/authorizerCredentials",
            "authorizerResultTtlInSeconds": "/authorizerResultTtlInSeconds",
            "authorizerUri": "/authorizerUri",
            "identitySource": "/identitySource",
            "identityValidationExpression": "/identityValidationExpression",
            "name": "/name",
            "type": "/type",
        },
    ),
    delete=deleted("delete_authorizer", _AUTHORIZER),
    find=Find(Read("get_authorizers", _API, result="items", where={"name": "{name}"}), "id"),
    rename={"restApi": "restApiId", "providerArns": "providerARNs"},
    outputs={"arn": "arn:{partition}:apigateway:{region}::/restapis/{restApi}/authorizers/{id}"},
    replaces={"providerArns", "restApi"},
    defaults={"authorizerResultTtlInSeconds": 300, "type": "TOKEN"},
)

VALIDATOR = Type(
    "aws:apigateway/requestValidator:RequestValidator",
    service="apigateway",
    id="id",
    create=Call("create_request_validator"),
    read=Read("get_request_validator", _VALIDATOR),
    update=patched(
        "update_request_validator",
        _VALIDATOR,
        {
            "name": "/name",
            "validateRequestBody": "/validateRequestBody",
            "validateRequestParameters": "/validateRequestParameters",
        },
    ),
    delete=deleted("delete_request_validator", _VALIDATOR),
    gone={"BadRequestException"},
    find=Find(Read("get_request_validators", _API, result="items", where={"name": "{name}"}), "id"),
    rename={"restApi": "restApiId"},
    replaces={"restApi"},
    defaults={"validateRequestBody": False, "validateRequestParameters": False},
)

MODEL = Type(
    "aws:apigateway/model:Model",
    service="apigateway",
    id="id",
    create=Call("create_model"),
    read=Read("get_model", _MODEL),
    update=patched("update_model", _MODEL, {"description": "/description", "schema": "/schema"}),
    delete=Call("delete_model", _MODEL),
    find=Find(Read("get_models", _API, result="items", where={"name": "{name}"}), "id"),
    rename={"restApi": "restApiId"},
    replaces={"contentType", "name", "restApi"},
    defaults={"description": ""},
)

_READ_RESPONSE = Read("get_gateway_response", _RESPONSE)


def _own_response(act: Act) -> Mapping[str, Any] | None:
    """Return what was put; what wasn't, API Gateway tells by its defaults (its API Reference, `GatewayResponse`)."""
    found = act.look(_READ_RESPONSE)
    return None if found is None or found.get("defaultResponse") else found


_PUT_RESPONSE = Call("put_gateway_response")

RESPONSE = Type(
    "aws:apigateway/response:Response",
    service="apigateway",
    id="aggr-{restApiId}-{responseType}",
    create=_PUT_RESPONSE,
    read=Look(_own_response, _READ_RESPONSE),
    update=_PUT_RESPONSE,
    delete=Call("delete_gateway_response", _RESPONSE),
    replaces={"responseType", "restApiId"},
)

TYPES = (AUTHORIZER, VALIDATOR, MODEL, RESPONSE)
