"""API Gateway: stages, and how their methods are logged, measured and throttled."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.apigateway import patch, patched
from sandbox.providers.aws.spec import Aspect, Call, Look, Read, Run, Type
from sandbox.providers.aws.tags import tagged_by

_STAGE = {"restApiId": "{restApi}", "stageName": "{stageName}"}
_ARN = "arn:{partition}:apigateway:{region}::/restapis/{restApi}/stages/{stageName}"
_LOGS = "/accessLogSettings"


def _put_logs(act: Act) -> None:
    settings = [(f"{_LOGS}/{name}", value) for name, value in act["accessLogSettings"].items()]
    patch(act, "update_stage", _STAGE, settings)


def _clear_logs(act: Act) -> None:
    act.call("update_stage", **act.fill(_STAGE), patchOperations=[{"op": "remove", "path": _LOGS}])


STAGE = Type(
    "aws:apigateway/stage:Stage",
    service="apigateway",
    id="ags-{restApi}-{stageName}",
    create=Call(
        "create_stage", takes={"deployment", "description", "restApi", "stageName", "tags", "xrayTracingEnabled"}
    ),
    read=Read("get_stage", _STAGE),
    update=patched(
        "update_stage",
        _STAGE,
        {"deployment": "/deploymentId", "description": "/description", "xrayTracingEnabled": "/tracingEnabled"},
    ),
    delete=Call("delete_stage", _STAGE),
    rename={"deployment": "deploymentId", "restApi": "restApiId", "xrayTracingEnabled": "tracingEnabled"},
    aspects=(Aspect({"accessLogSettings"}, put=Run(_put_logs, {"accessLogSettings"}), clear=Run(_clear_logs)),),
    tags=tagged_by({"resourceArn": _ARN}, read="get_tags"),
    outputs={
        "arn": _ARN,
        "executionArn": "arn:{partition}:execute-api:{region}:{account}:{restApi}/{stageName}",
        "invokeUrl": "https://{restApi}.execute-api.{region}.{dnsSuffix}/{stageName}",
    },
    replaces={"restApi", "stageName"},
    defaults={"description": "", "xrayTracingEnabled": False},
    not_emulated={"clientCertificateId": "the emulator has no client certificates"},
)

_SETTINGS = {
    "cacheDataEncrypted": "caching/dataEncrypted",
    "cacheTtlInSeconds": "caching/ttlInSeconds",
    "cachingEnabled": "caching/enabled",
    "dataTraceEnabled": "logging/dataTrace",
    "loggingLevel": "logging/loglevel",
    "metricsEnabled": "metrics/enabled",
    "requireAuthorizationForCacheControl": "caching/requireAuthorizationForCacheControl",
    "throttlingBurstLimit": "throttling/burstLimit",
    "throttlingRateLimit": "throttling/rateLimit",
    "unauthorizedCacheControlHeaderStrategy": "caching/unauthorizedCacheControlHeaderStrategy",
}


def _put_settings(act: Act) -> None:
    given = act["settings"]
    values = [(f"/{act['methodPath']}/{_SETTINGS[name]}", value) for name, value in given.items() if value is not None]
    patch(act, "update_stage", _STAGE, values)


def _settings(act: Act) -> Mapping[str, Any] | None:
    stage = act.look(Read("get_stage", _STAGE))
    return stage["methodSettings"].get(act["methodPath"]) if stage else None


def _remove_settings(act: Act) -> None:
    path = f"/{act['methodPath']}"
    act.call("update_stage", **act.fill(_STAGE), patchOperations=[{"op": "remove", "path": path}])


METHOD_SETTINGS = Type(
    "aws:apigateway/methodSettings:MethodSettings",
    service="apigateway",
    id="{restApi}-{stageName}-{methodPath}",
    create=Run(_put_settings, {"methodPath", "restApi", "settings", "stageName"}),
    read=Look(_settings, Read("get_stage", _STAGE, rename={"settings": "."}, result="methodSettings.method")),
    update=Run(_put_settings, {"settings"}),
    delete=Run(_remove_settings),
    replaces={"methodPath", "restApi", "stageName"},
)

TYPES = (STAGE, METHOD_SETTINGS)
