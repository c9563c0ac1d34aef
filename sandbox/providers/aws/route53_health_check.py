"""Route 53's health checks."""

import time
from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.clients import HOME_REGION
from sandbox.providers.aws.route53 import tagged_as
from sandbox.providers.aws.spec import ID, Call, Find, Look, Read, Type

_CONFIG = "HealthCheckConfig."
_RENAMED = {
    "childHealthThreshold": "HealthThreshold",
    "fqdn": "FullyQualifiedDomainName",
    "invertHealthcheck": "Inverted",
}
_ALARM = {"cloudwatchAlarmName": "AlarmIdentifier.Name", "cloudwatchAlarmRegion": "AlarmIdentifier.Region"}
_CHECKED = {
    "childHealthchecks": "ChildHealthChecks",
    "disabled": "Disabled",
    "enableSni": "EnableSNI",
    "failureThreshold": "FailureThreshold",
    "insufficientDataHealthStatus": "InsufficientDataHealthStatus",
    "ipAddress": "IPAddress",
    "measureLatency": "MeasureLatency",
    "port": "Port",
    "regions": "Regions",
    "requestInterval": "RequestInterval",
    "resourcePath": "ResourcePath",
    "routingControlArn": "RoutingControlArn",
    "searchString": "SearchString",
    "type": "Type",
    **_RENAMED,
    **_ALARM,
}
_UNTOLD = "the emulator forgets what a health check of an alarm follows"


def _caller_reference(act: Act) -> str:
    """Return a reference that no other check has: whose it is, then when it was asked for."""
    return f"{act.digest}-{time.time_ns()}"


def _find_health_check(act: Act) -> Mapping[str, Any] | None:
    """Return the newest check of this resource by its reference: tags come after the check is made."""
    checks = act.pages("list_health_checks")["HealthChecks"]
    own = [check for check in checks if check["CallerReference"].startswith(f"{act.digest}-")]
    return max(own, key=lambda check: check["CallerReference"], default=None)


HEALTH_CHECK = Type(
    "aws:route53/healthCheck:HealthCheck",
    service="route53",
    region=HOME_REGION,
    id="Id",
    create=Call(
        "create_health_check",
        {"CallerReference": _caller_reference},
        rename={name: _CONFIG + member for name, member in _CHECKED.items()},
        result="HealthCheck",
    ),
    read=Read(
        "get_health_check",
        {"HealthCheckId": ID},
        rename={name: _CONFIG + member for name, member in _CHECKED.items()},
        result="HealthCheck",
    ),
    update=Call("update_health_check", {"HealthCheckId": ID}, rename={**_RENAMED, **_ALARM}),
    delete=Call("delete_health_check", {"HealthCheckId": ID}),
    find=Find(Look(_find_health_check, Read("list_health_checks", result="HealthChecks")), "Id"),
    tags=tagged_as("healthcheck"),
    outputs={"arn": "arn:{partition}:route53:::healthcheck/{id}"},
    replaces={"measureLatency", "requestInterval", "routingControlArn", "type"},
    defaults={"disabled": False, "invertHealthcheck": False, "measureLatency": False},
    forgotten={
        "cloudwatchAlarmName": _UNTOLD,
        "cloudwatchAlarmRegion": _UNTOLD,
        "insufficientDataHealthStatus": _UNTOLD,
        "routingControlArn": "the emulator has no routing controls",
    },
)


TYPES = (HEALTH_CHECK,)
