"""What is recorded today cannot be read by a quantum computer later: keys are agreed on by ML-KEM too.

User Guide for Application Load Balancers, "Security policies": those with PQ in their names.
"""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

POLICIES = frozenset(
    {
        "ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
    }
)


def _check(props: Props) -> str | None:
    if props.get("protocol") not in ("HTTPS", "TLS"):
        raise NotApplicable("it speaks no TLS")
    if props.get("sslPolicy") not in POLICIES:
        return "its TLS policy has no post-quantum key exchange"
    return None


RULE = Rule(
    name="lb_listener_agrees_on_post_quantum_keys",
    title="Load balancers agree on post-quantum keys.",
    resource_types=frozenset({"aws:alb/listener:Listener", "aws:lb/listener:Listener"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09.",
    link="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
)
