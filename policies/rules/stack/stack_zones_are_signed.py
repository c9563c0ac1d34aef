"""Every public zone is signed, so that nobody answers in its place.

Amazon Route 53 Developer Guide, "Configuring DNSSEC signing": a key alone signs nothing.
"""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.read import items

ZONE, KEY = "aws:route53/zone:Zone", "aws:route53/keySigningKey:KeySigningKey"
SIGNING = "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec"


def _check(graph: Graph) -> Iterable[Finding | None]:
    signed = graph.referrers("hostedZoneId", by=(SIGNING,), to=frozenset({ZONE}), through={KEY: "hostedZoneId"})

    def check(resource: Resource) -> str | None:
        if signed.include(resource):
            return None
        if len(items(resource.props, "vpcs")):
            raise NotApplicable("it answers inside networks alone")
        return "its answers are not signed"

    yield from each(graph.of((ZONE,)), check)


RULE = StackRule(
    name="stack_zones_are_signed",
    title="Public Route 53 zones are signed.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_INTEGRITY}),
    remediation="Declare a KeySigningKey and a HostedZoneDnsSec of the zone.",
    link="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html",
)
