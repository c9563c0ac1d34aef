"""A firewall writes down the flows it saw and the alerts it raised."""

from policies.lists import lacking
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value


def _check(props: Props) -> str | None:
    configured = items(props, "loggingConfiguration.logDestinationConfigs")
    missing = lacking(("ALERT", "FLOW"), configured, lambda each: value(each, "logType"))
    return f"it keeps no {' and '.join(missing)} log" if missing else None


RULE = Rule(
    name="networkfirewall_logs_flows_and_alerts",
    title="Network firewalls log flows and alerts.",
    resource_types=frozenset({"aws:networkfirewall/loggingConfiguration:LoggingConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING, Objective.THREAT_DETECTION}),
    remediation="Add ALERT and FLOW to logDestinationConfigs.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-2",
    sources=("SecurityHub NetworkFirewall.2",),
)
