"""Data enters Redis over TLS, as it does unless told otherwise."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("engineName") != "redis":
        raise NotApplicable("it is not for Redis")
    if value(props, "redisSettings.sslSecurityProtocol", "ssl-encryption") != "ssl-encryption":
        return "data travels in the clear"
    return None


RULE = Rule(
    name="dms_redis_endpoint_requires_tls",
    title="DMS endpoints for Redis require TLS.",
    resource_types=frozenset({"aws:dms/endpoint:Endpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set redisSettings.sslSecurityProtocol to ssl-encryption.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-12",
    sources=("SecurityHub DMS.12",),
)
