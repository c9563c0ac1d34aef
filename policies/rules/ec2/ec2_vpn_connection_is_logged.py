"""Both tunnels of a VPN connection write down how they came up and why they failed."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    silent = those(
        ("tunnel1", "tunnel2"),
        lambda tunnel: value(props, f"{tunnel}LogOptions.cloudwatchLogOptions.logEnabled") is not True,
    )
    return f"{' and '.join(silent)} is not logged" if silent else None


RULE = Rule(
    name="ec2_vpn_connection_is_logged",
    title="VPN connections are logged.",
    resource_types=frozenset({"aws:ec2/vpnConnection:VpnConnection"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set tunnel1LogOptions and tunnel2LogOptions with cloudwatchLogOptions.logEnabled.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-171",
    sources=("SecurityHub EC2.171",),
)
