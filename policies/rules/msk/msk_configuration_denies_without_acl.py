"""A topic without a list of who may use it is open to nobody."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.msk._properties import server_properties


def _check(props: Props) -> str | None:
    if server_properties(props).get("allow.everyone.if.no.acl.found") != "false":
        return "topics without a list are open to everyone"
    return None


RULE = Rule(
    name="msk_configuration_denies_without_acl",
    title="MSK configurations deny what no list allows.",
    resource_types=frozenset({"aws:msk/configuration:Configuration"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Set allow.everyone.if.no.acl.found to false.",
    link="https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html",
)
