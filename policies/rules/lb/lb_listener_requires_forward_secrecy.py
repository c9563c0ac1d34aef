"""A listener speaks TLS 1.2 or later with forward secrecy; over plain HTTP it does nothing but send on to HTTPS.

Elastic Load Balancing names a protocol for every listener with a port but an Application Load Balancer's, which speaks
HTTP where none is given (`aws.lb.Listener`, "protocol").
"""

from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

POLICIES = frozenset(
    {
        "ELBSecurityPolicy-FS-1-2-2019-08",
        "ELBSecurityPolicy-FS-1-2-Res-2019-08",
        "ELBSecurityPolicy-FS-1-2-Res-2020-10",
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-3-2021-06",
        "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
        "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
        "ELBSecurityPolicy-TLS13-1-3-RFC9151-FIPS-2023-07",
    }
)
"""User Guide for Application Load Balancers, "Security policies": those with ECDHE ciphers alone."""


def _check(props: Props) -> str | None:
    protocol = props.get("protocol") or (props.get("port") and "HTTP")
    if protocol in ("HTTPS", "TLS"):
        return None if props.get("sslPolicy") in POLICIES else "its TLS policy lacks forward secrecy"
    if protocol == "HTTP":
        redirects = some(items(props, "defaultActions"), lambda each: value(each, "redirect.protocol") == "HTTPS")
        return None if redirects else "it serves plain HTTP"
    raise NotApplicable("it passes packets on as they are")


RULE = Rule(
    name="lb_listener_requires_forward_secrecy",
    title="Load balancers require TLS with forward secrecy.",
    resource_types=frozenset({"aws:alb/listener:Listener", "aws:lb/listener:Listener"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Use HTTPS with sslPolicy ELBSecurityPolicy-TLS13-1-2-Res-2021-06, or redirect to HTTPS.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17",
    sources=("SecurityHub ELB.1", "SecurityHub ELB.17"),
)
