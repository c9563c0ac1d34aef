"""A proxy accepts connections over TLS only (Amazon RDS User Guide, "Using TLS/SSL with RDS Proxy")."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("requireTls") is not True:
        return "connections without TLS are accepted"
    return None


RULE = Rule(
    name="rds_proxy_requires_tls",
    title="RDS proxies require TLS.",
    resource_types=frozenset({"aws:rds/proxy:Proxy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set requireTls to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-43",
    sources=("SecurityHub RDS.43",),
)
