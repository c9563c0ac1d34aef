"""A session of Client VPN ends within a working day, and isn't taken up again by itself.

12 hours of the 8, 10, 12 and 24 that AWS offers (AWS Client VPN Administrator Guide, "Maximum VPN session duration").
"""

from policies.answers import fault_among
from policies.model import Check, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

MOST_HOURS = 12


def _within(most_hours: int) -> Check:
    def check(props: Props) -> str | None:
        return fault_among(
            (
                f"sessions last longer than {most_hours} hours",
                lambda: at_least(value(props, "sessionTimeoutHours", 24), most_hours + 1),
            ),
            ("sessions go on when their time is over", lambda: props.get("disconnectOnSessionTimeout") is not True),
        )

    return check


RULE = Rule(
    name="ec2_client_vpn_session_ends",
    title="Client VPN sessions end within 12 hours.",
    resource_types=frozenset({"aws:ec2clientvpn/endpoint:Endpoint"}),
    check=_within(MOST_HOURS),
    threshold=Threshold(name="mostHours", default=MOST_HOURS, least=8, most=24, check=_within),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SESSION_MANAGEMENT}),
    remediation="Set sessionTimeoutHours to 12 or less and disconnectOnSessionTimeout to true.",
    link="https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-max-duration.html",
)
