"""Clients of VPC Lattice are served over TLS."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("protocol") not in ("HTTPS", "TLS_PASSTHROUGH"):
        return "it serves clients in the clear"
    return None


RULE = Rule(
    name="vpclattice_listener_is_encrypted",
    title="VPC Lattice listeners use TLS.",
    resource_types=frozenset({"aws:vpclattice/listener:Listener"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set protocol to HTTPS.",
    link="https://docs.aws.amazon.com/vpc-lattice/latest/ug/https-listeners.html",
)
