"""A cluster whose version leaves standard support is upgraded, not kept on for a fee.

Amazon EKS User Guide, "View current cluster upgrade policy".
"""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "upgradePolicy.supportType") != "STANDARD":
        return "it stays on an old version under extended support"
    return None


RULE = Rule(
    name="eks_cluster_leaves_no_version_behind",
    title="EKS clusters stay in standard support.",
    resource_types=frozenset({"aws:eks/cluster:Cluster"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set upgradePolicy.supportType to STANDARD.",
    link="https://docs.aws.amazon.com/eks/latest/userguide/disable-extended-support.html",
)
