"""Every network firewall writes down flows and alerts."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each
from policies.model import Finding, Severity
from policies.objectives import Objective

FIREWALL = "aws:networkfirewall/firewall:Firewall"
LOGGING = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"


def _check(graph: Graph) -> Iterable[Finding | None]:
    guarded = graph.referred("firewallArn", by=(LOGGING,), to=frozenset({FIREWALL}))
    yield from each(graph.of((FIREWALL,)), lambda resource: None if resource.urn in guarded else "it keeps no log")


RULE = StackRule(
    name="stack_firewalls_are_logged",
    title="Every network firewall is logged.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Declare a LoggingConfiguration for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-2",
    sources=("SecurityHub NetworkFirewall.2",),
)
