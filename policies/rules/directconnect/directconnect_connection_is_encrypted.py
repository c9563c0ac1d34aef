"""A line of 10 Gbps or more is encrypted by the routers at its ends (IEEE 802.1AE), and carries nothing unless it is.

AWS Direct Connect User Guide, "MAC Security in Direct Connect".
"""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

CAPABLE = frozenset({"10Gbps", "100Gbps", "400Gbps"})


def _check(props: Props) -> str | None:
    if props.get("bandwidth") not in CAPABLE:
        raise NotApplicable("slower lines have no MAC Security")
    return fault_among(
        ("it has no MAC Security", lambda: props.get("requestMacsec") is not True),
        ("it goes on in the clear when keys don't fit", lambda: props.get("encryptionMode") != "must_encrypt"),
    )


RULE = Rule(
    name="directconnect_connection_is_encrypted",
    title="Direct Connect connections are encrypted.",
    resource_types=frozenset({"aws:directconnect/connection:Connection"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set requestMacsec to true and encryptionMode to must_encrypt.",
    link="https://docs.aws.amazon.com/directconnect/latest/UserGuide/MACsec.html",
)
