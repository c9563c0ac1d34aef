"""A cluster can be wound back over a mistake within minutes, without a restore.

Aurora MySQL alone can, and not as a member of a global database (Amazon Aurora User Guide, "Backtracking an Aurora DB
cluster").
"""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least


def _check(props: Props) -> str | None:
    if props.get("engine") != "aurora-mysql" or props.get("globalClusterIdentifier"):
        raise NotApplicable("it cannot be wound back")
    if not at_least(props.get("backtrackWindow"), 1):
        return "it cannot be wound back over a mistake"
    return None


RULE = Rule(
    name="rds_cluster_backtracks",
    title="Aurora MySQL clusters can be wound back.",
    resource_types=frozenset({"aws:rds/cluster:Cluster"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set backtrackWindow (seconds).",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-14",
    sources=("SecurityHub RDS.14",),
)
