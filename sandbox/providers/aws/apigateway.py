"""API Gateway: APIs, usage plans and the account's settings.

Routes, stages and domain names are in modules of their own. AWS changes things here by patches: an operation, a path
and a value as text.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws import tags
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.mapping import text
from sandbox.providers.aws.spec import (
    ID,
    As,
    Aspect,
    Autoname,
    Call,
    Find,
    Look,
    Made,
    Read,
    Recorded,
    Run,
    Tags,
    Template,
    Type,
)

TAGS_STAY = {"tags": "the emulator takes tags of this type at creation and changes none"}
"""What rows with `tags_of` list as forgotten."""


def patched(operation: str, params: Mapping[str, Template], paths: Mapping[str, str]) -> Run:
    """Return the update that replaces what has changed: properties by path, in a call with *params*."""

    def run(act: Act) -> Mapping[str, Any] | None:
        changed = [name for name in paths if act.inputs.get(name) != act.olds.get(name)]
        return patch(act, operation, params, [(paths[name], act.inputs.get(name, "")) for name in changed])

    return Run(run, takes=set(paths))


def patch(act: Act, operation: str, params: Mapping[str, Template], values: list[tuple[str, Any]]) -> Any:
    """Replace the values at paths in a call with *params*, if there are any."""
    operations = [{"op": "replace", "path": path, "value": text(value)} for path, value in values]
    return act.call(operation, **act.fill(params), patchOperations=operations) if operations else None


def deleted(operation: str, params: Mapping[str, Template]) -> Run:
    """Return the deletion of what is there: the emulator fails when it is told to delete what is gone."""

    def run(act: Act) -> Mapping[str, Any] | None:
        there = isinstance(act.row, Type) and act.look(act.row.read) is not None
        return act.call(operation, **act.fill(params)) if there else None

    return Run(run)


def tags_of(read: Read) -> Tags:
    """Return tags that stay as they were created; they are told as given."""
    nothing = Run(lambda _: None)
    given = Look(lambda act: {"tags": tags.all_tags(act.resource.provider, act.inputs)}, read)
    return Tags(put=nothing, remove=nothing, read=given)


ENDPOINT_TYPES = {"endpointConfiguration.types": As("types", lambda one: [one], lambda types: types[0])}
"""A list of one for the API, a word for us."""

_API = {"restApiId": ID}
_READ_API = Read("get_rest_api", _API)


def _media_types(act: Act) -> Mapping[str, Any] | None:
    """Add and remove media types one by one, each in its path with its slash spelled `~1` (RFC 6901).

    The emulator takes none when it creates an API.
    """
    now, before = (set(values.get("binaryMediaTypes") or ()) for values in (act.inputs, act.olds))
    operations = [
        {"op": op, "path": f"/binaryMediaTypes/{one.replace('/', '~1')}", "value": one}
        for op, several in (("remove", before - now), ("add", now - before))
        for one in sorted(several)
    ]
    return act.call("update_rest_api", **act.fill(_API), patchOperations=operations) if operations else None


REST_API = Type(
    "aws:apigateway/restApi:RestApi",
    service="apigateway",
    id="id",
    create=Call(
        "create_rest_api",
        takes={
            "apiKeySource",
            "description",
            "disableExecuteApiEndpoint",
            "endpointAccessMode",
            "endpointConfiguration",
            "name",
            "policy",
            "securityPolicy",
            "tags",
        },
    ),
    read=_READ_API,
    update=patched(
        "update_rest_api",
        _API,
        {
            name: f"/{name}"
            for name in (
                "apiKeySource",
                "description",
                "disableExecuteApiEndpoint",
                "endpointAccessMode",
                "name",
                "policy",
                "securityPolicy",
            )
        },
    ),
    delete=deleted("delete_rest_api", _API),
    find=Find(Read("get_rest_apis", result="items", where={"name": "{name}"}), "id"),
    name=Autoname("name", 128),
    rename=ENDPOINT_TYPES,
    aspects=(Aspect({"binaryMediaTypes"}, put=Run(_media_types, takes={"binaryMediaTypes"}), clear=Run(_media_types)),),
    tags=tags_of(_READ_API),
    outputs={
        "arn": "arn:{partition}:apigateway:{region}::/restapis/{id}",
        "executionArn": "arn:{partition}:execute-api:{region}:{account}:{id}",
        "rootResourceId": "rootResourceId",
    },
    replaces={"endpointConfiguration"},
    defaults={"apiKeySource": "HEADER", "description": "", "disableExecuteApiEndpoint": False},
    forgotten={
        **TAGS_STAY,
        "endpointAccessMode": "the emulator has no access modes",
        "securityPolicy": "the emulator has no security policies on APIs",
    },
)

_ROLE = "/cloudwatchRoleArn"

ACCOUNT = Type(
    "aws:apigateway/account:Account",
    service="apigateway",
    id=Made(lambda: "api-gateway-account"),
    create=Run(
        lambda act: patch(act, "update_account", {}, [(_ROLE, act["cloudwatchRoleArn"])]), {"cloudwatchRoleArn"}
    ),
    read=Read("get_account", exists="cloudwatchRoleArn"),
    update=patched("update_account", {}, {"cloudwatchRoleArn": _ROLE}),
    delete=Run(lambda act: patch(act, "update_account", {}, [(_ROLE, "")])),
    outputs={"apiKeyVersion": "apiKeyVersion"},
)

CLIENT_CERTIFICATE = Recorded(
    "aws:apigateway/clientCertificate:ClientCertificate",
    reason="the emulator has no client certificates (GenerateClientCertificate isn't implemented)",
    id="{digest}",
    outputs={"arn": "arn:{partition}:apigateway:{region}::/clientcertificates/{id}"},
)


def _update_plan(act: Act) -> None:
    """Change limits by replacement; stages come and go one by one."""
    blocks = {"quotaSettings": "/quota", "throttleSettings": "/throttle"}
    named = [(f"/{name}", act.inputs.get(name, "")) for name in ("name", "description")]
    limits = [
        (f"{path}/{name}", value) for block, path in blocks.items() for name, value in act.inputs.get(block, {}).items()
    ]
    patch(act, "update_usage_plan", {"usagePlanId": ID}, [*named, *limits])
    new, old = ({f"{one['apiId']}:{one['stage']}" for one in x.get("apiStages", ())} for x in (act.inputs, act.olds))
    operations = [
        {"op": op, "path": "/apiStages", "value": stage}
        for op, stages in (("add", new - old), ("remove", old - new))
        for stage in sorted(stages)
    ]
    if operations:
        act.call("update_usage_plan", usagePlanId=act.id, patchOperations=operations)


_PLAN = {"usagePlanId": ID}
_READ_PLAN = Read("get_usage_plan", _PLAN)
_PLANNED = {"apiStages", "description", "name", "quotaSettings", "throttleSettings"}

USAGE_PLAN = Type(
    "aws:apigateway/usagePlan:UsagePlan",
    service="apigateway",
    id="id",
    create=Call("create_usage_plan", takes={*_PLANNED, "tags"}),
    read=_READ_PLAN,
    update=Run(_update_plan, takes=_PLANNED),
    delete=deleted("delete_usage_plan", _PLAN),
    find=Find(Read("get_usage_plans", result="items", where={"name": "{name}"}), "id"),
    name=Autoname("name", 128),
    rename={"quotaSettings": "quota", "throttleSettings": "throttle"},
    tags=tags_of(_READ_PLAN),
    outputs={"arn": "arn:{partition}:apigateway:{region}::/usageplans/{id}"},
    defaults={"description": ""},
    not_emulated={"apiStages.throttles": "the emulator has no throttles by method"},
    forgotten=TAGS_STAY,
)

TYPES = (REST_API, ACCOUNT, CLIENT_CERTIFICATE, USAGE_PLAN)
