"""Who may use the Kubernetes API is declared by access entries, and creating a cluster makes nobody its administrator.

Amazon EKS User Guide, "Grant IAM users access to Kubernetes with EKS access entries".
"""

from policies.answers import fault_among
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "access can be granted by the aws-auth ConfigMap",
            lambda: value(props, "accessConfig.authenticationMode") != "API",
        ),
        (
            "whoever creates it is its administrator",
            lambda: value(props, "accessConfig.bootstrapClusterCreatorAdminPermissions", True) is not False,
        ),
    )


RULE = Rule(
    name="eks_cluster_access_is_by_entries",
    title="EKS clusters grant access by entries only.",
    resource_types=frozenset({"aws:eks/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.LEAST_PRIVILEGE}),
    remediation="Set accessConfig with authenticationMode API and bootstrapClusterCreatorAdminPermissions false.",
    link="https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
)
