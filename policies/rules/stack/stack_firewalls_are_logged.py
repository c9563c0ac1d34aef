"""Every network firewall writes down flows and alerts."""

from policies.graph import StackRule
from policies.model import Severity
from policies.objectives import Objective
from policies.rules.stack._counterparts import each_has

RULE = StackRule(
    name="stack_firewalls_are_logged",
    title="Every network firewall is logged.",
    check=each_has(
        guarded=frozenset({"aws:networkfirewall/firewall:Firewall"}),
        by=("aws:networkfirewall/loggingConfiguration:LoggingConfiguration",),
        prop="firewallArn",
        fault="it keeps no log",
    ),
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Declare a LoggingConfiguration for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-2",
    sources=("SecurityHub NetworkFirewall.2",),
)
