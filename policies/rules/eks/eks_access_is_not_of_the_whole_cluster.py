"""An administrator's power over a whole cluster is for emergencies, and for the few that build it."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

ADMINISTRATION = frozenset({"AmazonEKSAdminPolicy", "AmazonEKSClusterAdminPolicy"})


def _check(props: Props) -> str | None:
    if value(props, "policyArn", "").rpartition("/")[2] not in ADMINISTRATION:
        return None
    if value(props, "accessScope.type") == "cluster":
        return "it administers the whole cluster"
    return None


RULE = Rule(
    name="eks_access_is_not_of_the_whole_cluster",
    title="EKS access does not administer whole clusters.",
    resource_types=frozenset({"aws:eks/accessPolicyAssociation:AccessPolicyAssociation"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Set accessScope to namespaces, or policyArn to AmazonEKSViewPolicy or AmazonEKSEditPolicy.",
    link="https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html",
)
