"""The administrator has a name of its own, not one that every attacker tries first."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("masterUsername") == "awsuser":
        return "the administrator has the name that Redshift gives"
    return None


RULE = Rule(
    name="redshift_cluster_has_own_administrator",
    title="Redshift clusters name their administrator themselves.",
    resource_types=frozenset({"aws:redshift/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Set masterUsername to a name of your own.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-8",
    sources=("SecurityHub Redshift.8",),
)
