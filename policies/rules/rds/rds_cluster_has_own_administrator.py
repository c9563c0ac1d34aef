"""The administrator has a name of its own, not one that every attacker tries first."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

DEFAULTS = frozenset({"admin", "postgres"})
"""Security Hub, RDS.24: names that RDS gives unless told otherwise."""


def _check(props: Props) -> str | None:
    name = props.get("masterUsername")
    if name is None:
        raise NotApplicable("it gets its administrator from elsewhere")
    return "the administrator has a name that engines give" if name in DEFAULTS else None


RULE = Rule(
    name="rds_cluster_has_own_administrator",
    title="RDS clusters name their administrator themselves.",
    resource_types=frozenset({"aws:rds/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Set masterUsername to a name of your own.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-24",
    sources=("SecurityHub RDS.24",),
)
