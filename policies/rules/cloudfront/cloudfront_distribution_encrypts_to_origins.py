"""A distribution talks to its own origins over HTTPS, with TLS 1.2."""

from policies.answers import fault_among
from policies.lists import fault_in, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, origin: Props) -> str | None:
        custom = value(origin, "customOriginConfig")
        if custom is None:
            return None
        protocols = items(custom, "originSslProtocols")
        return fault_among(
            (f"{label} is reached over plain HTTP", lambda: value(custom, "originProtocolPolicy") != "https-only"),
            (f"{label} is reached with deprecated TLS", lambda: not protocols or some(protocols, _is_old)),
        )

    return fault_in(numbered(items(props, "origins"), "origins"), fault)


def _is_old(protocol: str) -> bool:
    return protocol != "TLSv1.2"


RULE = Rule(
    name="cloudfront_distribution_encrypts_to_origins",
    title="CloudFront reaches origins over TLS 1.2.",
    resource_types=frozenset({"aws:cloudfront/distribution:Distribution"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set customOriginConfig with originProtocolPolicy https-only and originSslProtocols [TLSv1.2].",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-9",
    sources=("SecurityHub CloudFront.9", "SecurityHub CloudFront.10"),
)
