"""Types that are one and the same to AWS: a provider names them twice, and rules and stack rules know the one name.

Older versions of pulumi-aws called the load balancers' types by four modules, and split buckets' types in two for a
while; a program that hasn't moved still does.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from policies.model import Resource
from policies.read import known

_BALANCERS = ("alb", "applicationloadbalancing", "elasticloadbalancingv2")
_OF_BALANCERS = (
    "Listener",
    "ListenerCertificate",
    "ListenerRule",
    "LoadBalancer",
    "TargetGroup",
    "TargetGroupAttachment",
)
_OF_BUCKETS = (
    "Bucket",
    "BucketAccelerateConfiguration",
    "BucketAcl",
    "BucketCorsConfiguration",
    "BucketLifecycleConfiguration",
    "BucketLogging",
    "BucketObjectLockConfiguration",
    "BucketRequestPaymentConfiguration",
    "BucketServerSideEncryptionConfiguration",
    "BucketVersioning",
    "BucketWebsiteConfiguration",
)
_OF_CLASSIC_BALANCERS = (
    "AppCookieStickinessPolicy",
    "Attachment",
    "ListenerPolicy",
    "LoadBalancer",
    "LoadBalancerBackendServerPolicy",
    "LoadBalancerCookieStickinessPolicy",
    "LoadBalancerPolicy",
    "SslNegotiationPolicy",
)


def _twins() -> Iterator[tuple[str, str]]:
    for module in _BALANCERS:
        yield from ((_token(module, name), _token("lb", name)) for name in _OF_BALANCERS)
    for name in _OF_CLASSIC_BALANCERS:
        yield _token("elasticloadbalancing", name), _token("elb", name)
    for name in _OF_BUCKETS:
        yield _token("s3", f"{name}V2"), _token("s3", name)
    yield _token("securityhub", "AutomationRuleV2"), _token("securityhub", "AutomationRule")


def _token(module: str, name: str) -> str:
    return f"aws:{module}/{name[0].lower()}{name[1:]}:{name}"


CANONICAL = dict(_twins())
"""By each other name of a type, the one that rules use."""

ADOPTED = {
    "aws:ec2/defaultRouteTable:DefaultRouteTable": "aws:ec2/routeTable:RouteTable",
    "aws:ec2/defaultSubnet:DefaultSubnet": "aws:ec2/subnet:Subnet",
    "aws:ec2/defaultVpc:DefaultVpc": "aws:ec2/vpc:Vpc",
}
"""What AWS made and a program takes over: to the stack as a whole the same as what a program makes."""
_NAMES = CANONICAL | ADOPTED
"""By each other name of a type, the one that stack rules use."""


def as_known(resource: Resource) -> Resource:
    """Return *resource* by the name of its type that stack rules use, with the tags that its provider adds to all."""
    if resource.type in _NAMES:
        resource = replace(resource, type=_NAMES[resource.type])
    added, own = known(resource.props, "tagsAll"), known(resource.props, "tags")
    if not isinstance(added, Mapping) or (type(added) is dict and added == own):
        return resource
    tags = ChainMap(*cast("list[dict[str, Any]]", [own or {}, added]))
    return replace(resource, props=ChainMap({"tags": tags}, cast("dict[str, Any]", resource.props)))
