"""Upgrades of the engine install themselves, as they do unless turned off."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("allowVersionUpgrade") is False:
        return "upgrades are turned off"
    return None


RULE = Rule(
    name="redshift_cluster_takes_upgrades",
    title="Redshift clusters take upgrades.",
    resource_types=frozenset({"aws:redshift/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Remove allowVersionUpgrade or set it to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-6",
    sources=("SecurityHub Redshift.6",),
)
