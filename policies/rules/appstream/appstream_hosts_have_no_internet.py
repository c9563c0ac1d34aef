"""Streamed applications don't reach the internet directly."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enableDefaultInternetAccess") is True:
        return "it reaches the internet past its account's networks"
    return None


RULE = Rule(
    name="appstream_hosts_have_no_internet",
    title="Streamed applications don't reach the internet directly.",
    resource_types=frozenset(
        {
            "aws:appstream/fleet:Fleet",
            "aws:appstream/imageBuilder:ImageBuilder",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Leave enableDefaultInternetAccess out.",
    link="https://docs.aws.amazon.com/appstream2/latest/developerguide/internet-access.html",
)
