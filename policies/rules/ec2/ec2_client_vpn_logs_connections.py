"""Who came in by VPN, when and from where, is written down."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "connectionLogOptions.enabled") is not True:
        return "connections are not logged"
    return None


RULE = Rule(
    name="ec2_client_vpn_logs_connections",
    title="Client VPN endpoints log connections.",
    resource_types=frozenset({"aws:ec2clientvpn/endpoint:Endpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUDIT_LOGGING, Objective.SERVICE_LOGGING}),
    remediation="Set connectionLogOptions with enabled and cloudwatchLogGroup.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-51",
    sources=("SecurityHub EC2.51",),
)
