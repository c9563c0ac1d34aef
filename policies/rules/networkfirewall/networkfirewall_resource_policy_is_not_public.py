"""Firewall policies and rule groups are shared with named accounts alone."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("network-firewall"))


RULE = Rule(
    name="networkfirewall_resource_policy_is_not_public",
    title="Network firewall policies are shared with nobody unnamed.",
    resource_types=frozenset({"aws:networkfirewall/resourcePolicy:ResourcePolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the principals.",
    link="https://docs.aws.amazon.com/network-firewall/latest/developerguide/sharing.html",
)
