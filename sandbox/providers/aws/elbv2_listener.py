"""Elastic Load Balancing: listeners, and the rules by which they choose where requests go."""

from typing import Any

from sandbox.providers.aws.elbv2 import tagged
from sandbox.providers.aws.spec import ID, As, Aspect, Call, Find, Made, Read, Type

LISTENER = Type(
    "aws:lb/listener:Listener",
    service="elbv2",
    id="ListenerArn",
    create=Call("create_listener", result="Listeners"),
    read=Read("describe_listeners", {"ListenerArns": [ID]}, result="Listeners"),
    update=Call("modify_listener", {"ListenerArn": ID}),
    delete=Call("delete_listener", {"ListenerArn": ID}),
    find=Find(
        Read(
            "describe_listeners",
            {"LoadBalancerArn": "{loadBalancerArn}"},
            result="Listeners",
            where={"Port": "{port}"},
        ),
        "ListenerArn",
    ),
    rename={"certificateArn": "Certificates.CertificateArn"},
    tags=tagged(),
    outputs={"arn": "ListenerArn"},
    replaces={"loadBalancerArn"},
)


_KINDS = {
    "hostHeader": ("host-header", "HostHeaderConfig"),
    "httpRequestMethod": ("http-request-method", "HttpRequestMethodConfig"),
    "pathPattern": ("path-pattern", "PathPatternConfig"),
    "sourceIp": ("source-ip", "SourceIpConfig"),
}
"""Conditions by list of values: property, field of the API, and member that holds the values."""


def _encode(conditions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"Field": _KINDS[kind][0], _KINDS[kind][1]: {"Values": block["values"]}}
        for condition in conditions
        for kind, block in condition.items()
    ]


def _decode(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kinds = {field: (kind, member) for kind, (field, member) in _KINDS.items()}
    return [
        {kinds[one["Field"]][0]: {"values": one[kinds[one["Field"]][1]]["Values"]}}
        for one in told
        if one["Field"] in kinds
    ]


LISTENER_RULE = Type(
    "aws:lb/listenerRule:ListenerRule",
    service="elbv2",
    id="RuleArn",
    create=Call("create_rule", result="Rules"),
    read=Read("describe_rules", {"RuleArns": [ID]}, result="Rules"),
    update=Call("modify_rule", {"RuleArn": ID}),
    delete=Call("delete_rule", {"RuleArn": ID}),
    find=Find(
        Read(
            "describe_rules",
            {"ListenerArn": "{listenerArn}"},
            result="Rules",
            where={"Priority": Made(str, "{priority}")},
        ),
        "RuleArn",
    ),
    rename={"conditions": As("Conditions", _encode, _decode)},
    aspects=(
        Aspect(
            {"priority"},
            put=Call("set_rule_priorities", {"RulePriorities": [{"RuleArn": ID, "Priority": "{priority}"}]}),
            created=True,
        ),
    ),
    tags=tagged(),
    outputs={"arn": "RuleArn"},
    replaces={"listenerArn"},
)

TYPES = (LISTENER, LISTENER_RULE)
