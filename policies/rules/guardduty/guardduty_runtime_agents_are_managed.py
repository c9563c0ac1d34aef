"""Runtime monitoring sees only where an agent runs, so GuardDuty puts one everywhere."""

from policies.answers import all_hold
from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

MONITORING = frozenset({"EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"})


def _check(props: Props) -> str | None:
    if props.get("name") not in MONITORING:
        raise NotApplicable("it needs no agents")
    agents = items(props, "additionalConfigurations")
    if not agents:
        return "nothing installs its agents"

    def is_off(index: int) -> bool:
        """Return whether an agent is off; the last word on it counts."""
        agent, later = agents[index], (agents[after] for after in range(index + 1, len(agents)))
        return all_hold(
            lambda: value(agent, "status") != "ENABLED",
            lambda: not some(later, lambda other: value(other, "name") == value(agent, "name")),
        )

    return "some of its agents are off" if some(range(len(agents)), is_off) else None


RULE = Rule(
    name="guardduty_runtime_agents_are_managed",
    title="GuardDuty installs its agents itself.",
    resource_types=frozenset({"aws:guardduty/detectorFeature:DetectorFeature"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MALWARE_PROTECTION, Objective.THREAT_DETECTION}),
    remediation="Add the agents to additionalConfigurations as ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html#guardduty-7",
    sources=(
        "SecurityHub GuardDuty.7",
        "SecurityHub GuardDuty.12",
        "SecurityHub GuardDuty.13",
    ),
)
