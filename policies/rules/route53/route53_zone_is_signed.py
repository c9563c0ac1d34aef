"""Answers of a zone are signed, so that nobody sends its visitors elsewhere (RFC 4033)."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "signingStatus", "SIGNING") != "SIGNING":
        return "its answers are not signed"
    return None


def _remediate(props: Props) -> Props:
    return {**props, "signingStatus": "SIGNING"}


RULE = Rule(
    name="route53_zone_is_signed",
    title="Route 53 zones are signed.",
    resource_types=frozenset({"aws:route53/hostedZoneDnsSec:HostedZoneDnsSec"}),
    check=_check,
    remediate=_remediate,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_INTEGRITY}),
    remediation="Remove signingStatus or set it to SIGNING.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html",
)
