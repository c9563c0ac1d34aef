"""Fixes of the engine install themselves, as they do unless turned off."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoMinorVersionUpgrade") is False:
        return "minor upgrades are turned off"
    return None


RULE = Rule(
    name="memorydb_cluster_takes_minor_upgrades",
    title="MemoryDB clusters take minor upgrades.",
    resource_types=frozenset({"aws:memorydb/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Remove autoMinorVersionUpgrade or set it to true.",
    link="https://docs.aws.amazon.com/memorydb/latest/devguide/engine-versions.html",
)
