"""A distribution talks to private origins over HTTPS, with TLS 1.2."""

from policies.answers import fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    endpoint = value(props, "vpcOriginEndpointConfig")
    protocols = items(endpoint, "originSslProtocols.items")
    return fault_among(
        ("it is reached over plain HTTP", lambda: value(endpoint, "originProtocolPolicy") != "https-only"),
        ("it is reached with deprecated TLS", lambda: not protocols or some(protocols, _is_old)),
    )


def _is_old(protocol: str) -> bool:
    return protocol != "TLSv1.2"


RULE = Rule(
    name="cloudfront_vpc_origin_is_encrypted",
    title="CloudFront reaches VPC origins over TLS 1.2.",
    resource_types=frozenset({"aws:cloudfront/vpcOrigin:VpcOrigin"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set originProtocolPolicy to https-only and originSslProtocols.items to [TLSv1.2].",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-9",
    sources=(
        "SecurityHub CloudFront.9",
        "SecurityHub CloudFront.10",
    ),
)
