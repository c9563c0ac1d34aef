"""Between a load balancer and its targets HTTP is encrypted.

TCP and UDP pass on what the client sent, which may be encrypted end to end; the rule cannot tell.
"""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

ENCRYPTED = frozenset({"HTTPS", "TLS", "QUIC"})


def _check(props: Props) -> str | None:
    if props.get("targetType") == "lambda":
        raise NotApplicable("a function is called through AWS")
    protocol = props.get("protocol")
    if protocol == "HTTP":
        return "its targets are reached over plain HTTP"
    if protocol in ENCRYPTED:
        return None
    raise NotApplicable("it passes packets on as they are")


RULE = Rule(
    name="lb_target_group_encrypts",
    title="Load balancers reach targets over TLS.",
    resource_types=frozenset({"aws:alb/targetGroup:TargetGroup", "aws:lb/targetGroup:TargetGroup"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set protocol to HTTPS.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-22",
    sources=("SecurityHub ELB.22",),
)
