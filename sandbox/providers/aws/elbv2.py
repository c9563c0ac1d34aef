"""Elastic Load Balancing: load balancers and target groups. Listeners are in `elbv2_listener.py`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.providers.aws.spec import ID, As, Aspect, Autoname, Call, Find, From, Read, Tags, Type
from sandbox.providers.aws.tags import tagged_by

NAME_LENGTH = 32


def tagged() -> Tags:
    """Return the tags of anything that has an ARN for its id."""
    made = tagged_by({"ResourceArns": [ID]}, put="add_tags", remove="remove_tags", read="describe_tags")
    return replace(made, read=Read("describe_tags", {"ResourceArns": [ID]}, result="TagDescriptions"))


def _after(kind: str) -> Callable[[str], str]:
    """Return what takes the end of an ARN that metrics know the thing by."""
    return lambda arn: arn[arn.index(kind) :]


def _flag(key: str) -> As:
    return As(
        "Attributes",
        lambda value: [{"Key": key, "Value": str(value).lower()}],
        lambda pairs: next((pair["Value"] == "true" for pair in pairs if pair["Key"] == key), None),
    )


def _number(key: str) -> As:
    return As(
        "Attributes",
        lambda value: [{"Key": key, "Value": str(value)}],
        lambda pairs: next((int(pair["Value"]) for pair in pairs if pair["Key"] == key), None),
    )


def _log_attributes(logs: Mapping[str, Any]) -> list[dict[str, str]]:
    given = {"enabled": str(logs.get("enabled", False)).lower(), "bucket": logs["bucket"], "prefix": logs.get("prefix")}
    return [{"Key": f"access_logs.s3.{name}", "Value": value} for name, value in given.items() if value]


def _logs(pairs: list[Mapping[str, str]]) -> dict[str, Any]:
    start = "access_logs.s3."
    told = {pair["Key"].removeprefix(start): pair["Value"] for pair in pairs if pair["Key"].startswith(start)}
    return {**{name: value for name, value in told.items() if value}, "enabled": told.get("enabled") == "true"}


_ATTRIBUTES = {
    "accessLogs": As("Attributes", _log_attributes, _logs),
    "dropInvalidHeaderFields": _flag("routing.http.drop_invalid_header_fields.enabled"),
    "enableCrossZoneLoadBalancing": _flag("load_balancing.cross_zone.enabled"),
    "enableDeletionProtection": _flag("deletion_protection.enabled"),
}
_BY_ARN = {"LoadBalancerArn": ID}
_ATTRIBUTES_READ = Read("describe_load_balancer_attributes", _BY_ARN)

LOAD_BALANCER = Type(
    "aws:lb/loadBalancer:LoadBalancer",
    service="elbv2",
    id="LoadBalancerArn",
    create=Call(
        "create_load_balancer",
        takes={"internal", "loadBalancerType", "name", "securityGroups", "subnets", "tags"},
        result="LoadBalancers",
    ),
    read=Read(
        "describe_load_balancers",
        {"LoadBalancerArns": [ID]},
        rename={"subnets": As("AvailabilityZones", list, lambda zones: [zone["SubnetId"] for zone in zones])},
        result="LoadBalancers",
    ),
    delete=Call("delete_load_balancer", _BY_ARN),
    find=Find(Read("describe_load_balancers", {"Names": ["{name}"]}, result="LoadBalancers"), "LoadBalancerArn"),
    name=Autoname("name", NAME_LENGTH),
    rename={
        "internal": As(
            "Scheme",
            lambda internal: "internal" if internal else "internet-facing",
            lambda scheme: scheme == "internal",
        ),
        "loadBalancerType": "Type",
        **_ATTRIBUTES,
    },
    aspects=(
        Aspect({"securityGroups"}, put=Call("set_security_groups", _BY_ARN), created=True),
        Aspect({"subnets"}, put=Call("set_subnets", _BY_ARN), created=True),
        *(
            Aspect({name}, put=Call("modify_load_balancer_attributes", _BY_ARN), read=_ATTRIBUTES_READ)
            for name in _ATTRIBUTES
        ),
    ),
    tags=tagged(),
    outputs={
        "arn": "LoadBalancerArn",
        "arnSuffix": From("LoadBalancerArn", _after("app/")),
        "dnsName": "DNSName",
        "zoneId": "CanonicalHostedZoneId",
    },
    replaces={"name", "namePrefix", "internal", "loadBalancerType"},
    defaults={"dropInvalidHeaderFields": False, "enableDeletionProtection": False},
)

_HEALTH_CHECK = {
    "healthCheck": ".",
    "healthCheck.enabled": "HealthCheckEnabled",
    "healthCheck.healthyThreshold": "HealthyThresholdCount",
    "healthCheck.interval": "HealthCheckIntervalSeconds",
    "healthCheck.matcher": "Matcher.HttpCode",
    "healthCheck.path": "HealthCheckPath",
    "healthCheck.port": "HealthCheckPort",
    "healthCheck.protocol": "HealthCheckProtocol",
    "healthCheck.timeout": "HealthCheckTimeoutSeconds",
    "healthCheck.unhealthyThreshold": "UnhealthyThresholdCount",
}

TARGET_GROUP = Type(
    "aws:lb/targetGroup:TargetGroup",
    service="elbv2",
    id="TargetGroupArn",
    create=Call("create_target_group", result="TargetGroups"),
    read=Read("describe_target_groups", {"TargetGroupArns": [ID]}, result="TargetGroups"),
    update=Call("modify_target_group", {"TargetGroupArn": ID}),
    delete=Call("delete_target_group", {"TargetGroupArn": ID}),
    find=Find(Read("describe_target_groups", {"Names": ["{name}"]}, result="TargetGroups"), "TargetGroupArn"),
    name=Autoname("name", NAME_LENGTH),
    rename={**_HEALTH_CHECK, "deregistrationDelay": _number("deregistration_delay.timeout_seconds")},
    aspects=(
        Aspect(
            {"deregistrationDelay"},
            put=Call("modify_target_group_attributes", {"TargetGroupArn": ID}),
            read=Read("describe_target_group_attributes", {"TargetGroupArn": ID}),
        ),
    ),
    tags=tagged(),
    outputs={
        "arn": "TargetGroupArn",
        "arnSuffix": From("TargetGroupArn", _after("targetgroup/")),
        "loadBalancerArns": "LoadBalancerArns",
    },
    replaces={
        "ipAddressType",
        "name",
        "namePrefix",
        "port",
        "protocol",
        "protocolVersion",
        "targetControlPort",
        "targetType",
        "vpcId",
    },
    defaults={"targetType": "instance"},
)

TYPES = (LOAD_BALANCER, TARGET_GROUP)
