"""A broker that lags behind doesn't become leader: records that were acknowledged would be gone."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.msk._properties import server_properties


def _check(props: Props) -> str | None:
    if server_properties(props).get("unclean.leader.election.enable") != "false":
        return "a broker that lags may become leader"
    return None


RULE = Rule(
    name="msk_configuration_keeps_acknowledged_records",
    title="MSK configurations lose no acknowledged record.",
    resource_types=frozenset({"aws:msk/configuration:Configuration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_INTEGRITY}),
    remediation="Set unclean.leader.election.enable to false.",
    link="https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html",
)
