"""CloudFront.

A change carries the entity tag of its latest reading. The emulator knows nothing of origin groups as targets of a
behaviour, nor of access controls on an origin.
"""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.clients import HOME_REGION
from sandbox.providers.aws.spec import ID, Autoname, Call, Find, Made, Read, Recorded, Type
from sandbox.providers.aws.tags import tagged_by

_BY_ID = {"Id": ID}
_HOSTED_ZONE_ID = "Z2FDTNDATAQYW2"
"""Zone of every distribution's name (Route 53 API Reference, `AliasTarget`)."""


def _etag(operation: str) -> Any:
    return lambda act: act.call(operation, Id=act.id)["ETag"]


def _control(operation: str, **params: Any) -> Call:
    return Call(operation, {**_BY_ID, "IfMatch": _etag("get_origin_access_control"), **params})


ORIGIN_ACCESS_CONTROL = Type(
    "aws:cloudfront/originAccessControl:OriginAccessControl",
    service="cloudfront",
    region=HOME_REGION,
    id="Id",
    create=Call("create_origin_access_control", result="OriginAccessControl"),
    read=Read("get_origin_access_control", _BY_ID, result="OriginAccessControl"),
    update=_control("update_origin_access_control"),
    delete=_control("delete_origin_access_control"),
    find=Find(
        Read("list_origin_access_controls", result="OriginAccessControlList.Items", where={"Name": "{name}"}), "Id"
    ),
    name=Autoname("name", 64),
    rename={
        name: f"OriginAccessControlConfig.{name[0].upper()}{name[1:]}"
        for name in ("name", "description", "originAccessControlOriginType", "signingBehavior", "signingProtocol")
    },
    outputs={"arn": "arn:{partition}:cloudfront::{account}:origin-access-control/{id}"},
    defaults={"description": "Managed by Pulumi"},
)

_MEMBERS = {
    "aliases": "Aliases",
    "comment": "Comment",
    "customErrorResponses": "CustomErrorResponses",
    "defaultCacheBehavior": "DefaultCacheBehavior",
    "defaultRootObject": "DefaultRootObject",
    "enabled": "Enabled",
    "httpVersion": "HttpVersion",
    "isIpv6Enabled": "IsIPV6Enabled",
    "orderedCacheBehaviors": "CacheBehaviors",
    "originGroups": "OriginGroups",
    "origins": "Origins",
    "priceClass": "PriceClass",
    "restrictions": "Restrictions",
    "viewerCertificate": "ViewerCertificate",
    "webAclId": "WebACLId",
}
_CREATED = "DistributionConfigWithTags.DistributionConfig"
_CONFIG = "DistributionConfig"


def _first_origin(act: Act) -> str:
    """Return the origin a group asks first, where the default behaviour names a group."""
    target = act["defaultCacheBehavior"]["targetOriginId"]
    groups = {group["originId"]: group["members"] for group in act.inputs.get("originGroups") or ()}
    return str(groups[target][0]["originId"]) if target in groups else str(target)


def _parameters(config: str, reference: Any) -> dict[str, Any]:
    """Return the parameters of a distribution whose configuration stands at *config*."""
    return {
        f"{config}.CallerReference": reference,
        f"{config}.DefaultCacheBehavior.TargetOriginId": _first_origin,
    }


DISTRIBUTION = Type(
    "aws:cloudfront/distribution:Distribution",
    service="cloudfront",
    region=HOME_REGION,
    id="Id",
    create=Call(
        "create_distribution_with_tags",
        _parameters(_CREATED, lambda _: uuid4().hex),
        rename={
            **{name: f"{_CREATED}.{member}" for name, member in _MEMBERS.items()},
            "tags": "DistributionConfigWithTags.Tags.Items",
        },
        result="Distribution",
    ),
    read=Read("get_distribution", _BY_ID, result="Distribution"),
    update=Call(
        "update_distribution",
        {**_BY_ID, "IfMatch": _etag("get_distribution"), **_parameters(_CONFIG, "{callerReference}")},
    ),
    delete=Call("delete_distribution", {**_BY_ID, "IfMatch": _etag("get_distribution")}),
    find=Find(Read("list_distributions", result="DistributionList.Items", where={"Comment": "{comment}"}), "Id"),
    rename={
        **{name: f"{_CONFIG}.{member}" for name, member in _MEMBERS.items()},
        "defaultCacheBehavior.cachedMethods": "AllowedMethods.CachedMethods",
        "orderedCacheBehaviors.cachedMethods": "AllowedMethods.CachedMethods",
        "originGroups.originId": "Id",
        "origins.customHeaders.name": "HeaderName",
        "origins.customHeaders.value": "HeaderValue",
        "origins.originId": "Id",
        "restrictions.geoRestriction.locations": "Items",
    },
    tags=replace(tagged_by({"Resource": "{arn}"}, member="Tags.Items", keys="TagKeys.Items"), member="Tags.Items"),
    outputs={
        "arn": "ARN",
        "domainName": "DomainName",
        "status": "Status",
        "callerReference": f"{_CONFIG}.CallerReference",
        "hostedZoneId": Made(lambda: _HOSTED_ZONE_ID),
    },
    defaults={"isIpv6Enabled": False, "httpVersion": "http2", "priceClass": "PriceClass_All"},
    local={"waitForDeployment", "retainOnDelete"},
    not_emulated={
        "defaultCacheBehavior.targetOriginId": (
            "the emulator refuses an origin group as a target, so that the first origin of the group stands in"
        ),
        "origins.originAccessControlId": "the emulator's origins have no access control",
    },
)

RESPONSE_HEADERS_POLICY = Recorded(
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    region=HOME_REGION,
    reason="the emulator has no response headers policies (CreateResponseHeadersPolicy isn't implemented)",
    outputs={"arn": "arn:{partition}:cloudfront::{account}:response-headers-policy/{id}"},
    name=Autoname("name", 128),
    tags=False,
)

TYPES = (DISTRIBUTION, ORIGIN_ACCESS_CONTROL, RESPONSE_HEADERS_POLICY)
