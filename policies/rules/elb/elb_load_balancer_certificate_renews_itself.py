"""A Classic Load Balancer's certificate is ACM's, which renews it."""

import re

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

_OF_ACM = re.compile(r"arn:[a-z-]+:acm:.*")


def _check(props: Props) -> str | None:

    def fault(label: str, listener: Props) -> str | None:
        certificate = value(listener, "sslCertificateId")
        if certificate and not _OF_ACM.fullmatch(certificate):
            return f"{label} has a certificate that nobody renews"
        return None

    return fault_in(numbered(items(props, "listeners"), "listeners"), fault)


RULE = Rule(
    name="elb_load_balancer_certificate_renews_itself",
    title="Classic Load Balancers have certificates of ACM.",
    resource_types=frozenset({"aws:elb/loadBalancer:LoadBalancer"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CERTIFICATE_MANAGEMENT}),
    remediation="Set sslCertificateId to a certificate of ACM.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-2",
    sources=("SecurityHub ELB.2",),
)
