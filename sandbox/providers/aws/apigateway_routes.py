"""API Gateway: what an API exposes. Resources, methods, integrations, and the deployments that make them so."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.apigateway import deleted
from sandbox.providers.aws.spec import ID, Call, Find, Read, Run, Type

_API = {"restApiId": "{restApi}"}
_PLACE = {**_API, "resourceId": "{resourceId}", "httpMethod": "{httpMethod}"}

RESOURCE = Type(
    "aws:apigateway/resource:Resource",
    service="apigateway",
    id="id",
    create=Call("create_resource"),
    read=Read("get_resource", {**_API, "resourceId": ID}),
    delete=deleted("delete_resource", {**_API, "resourceId": ID}),
    find=Find(
        Read("get_resources", _API, result="items", where={"parentId": "{parentId}", "pathPart": "{pathPart}"}), "id"
    ),
    rename={"restApi": "restApiId"},
    outputs={"path": "path"},
    replaces={"parentId", "pathPart", "restApi"},
)

_PUT_METHOD = Call("put_method")
_INTEGRATION_MEMBERS = (
    "cacheNamespace",
    "connectionType",
    "contentHandling",
    "credentials",
    "passthroughBehavior",
    "requestParameters",
    "requestTemplates",
    "timeoutInMillis",
    "tlsConfig",
    "type",
    "uri",
)


def _put_method_again(act: Act) -> Mapping[str, Any] | None:
    """Put the method, and its integration back: the emulator has no UpdateMethod and forgets what a method had."""
    place = act.fill(_PLACE)
    integration = act.call("get_method", **place).get("methodIntegration")
    answer = act.send(_PUT_METHOD, act.inputs)
    if integration:
        kept = {name: integration[name] for name in _INTEGRATION_MEMBERS if integration.get(name)}
        act.call("put_integration", **place, **kept, integrationHttpMethod=integration.get("httpMethod", "ANY"))
    return answer


METHOD = Type(
    "aws:apigateway/method:Method",
    service="apigateway",
    id="agm-{restApi}-{resourceId}-{httpMethod}",
    create=_PUT_METHOD,
    read=Read("get_method", _PLACE),
    update=Run(
        _put_method_again,
        takes={
            "apiKeyRequired",
            "authorization",
            "authorizationScopes",
            "authorizerId",
            "operationName",
            "requestModels",
            "requestParameters",
            "requestValidatorId",
        },
    ),
    delete=Call("delete_method", _PLACE),
    rename={"authorization": "authorizationType", "restApi": "restApiId"},
    replaces={"httpMethod", "resourceId", "restApi"},
    defaults={"apiKeyRequired": False},
)

_PUT_INTEGRATION = Call("put_integration")
_LINKED = "the emulator forgets which link and load balancer an integration goes through"

INTEGRATION = Type(
    "aws:apigateway/integration:Integration",
    service="apigateway",
    id="agi-{restApi}-{resourceId}-{httpMethod}",
    create=_PUT_INTEGRATION,
    read=Read(
        "get_integration", _PLACE, rename={"integrationHttpMethod": "httpMethod", "httpMethod": None}, exists="type"
    ),
    update=_PUT_INTEGRATION,
    delete=deleted("delete_integration", _PLACE),
    rename={"restApi": "restApiId", "timeoutMilliseconds": "timeoutInMillis"},
    replaces={"httpMethod", "resourceId", "restApi"},
    defaults={"connectionType": "INTERNET"},
    forgotten={"connectionId": _LINKED, "integrationTarget": _LINKED},
)

DEPLOYMENT = Type(
    "aws:apigateway/deployment:Deployment",
    service="apigateway",
    id="id",
    create=Call("create_deployment", takes={"description", "restApi"}),
    read=Read("get_deployments", _API, result="items", where={"id": ID}),
    delete=Call("delete_deployment", {**_API, "deploymentId": ID}),
    find=Find(Read("get_deployments", _API, result="items", where={"description": "{description?}"}), "id"),
    rename={"restApi": "restApiId"},
    replaces={"description", "restApi", "triggers"},
    local={"triggers"},
)

TYPES = (RESOURCE, METHOD, INTEGRATION, DEPLOYMENT)
