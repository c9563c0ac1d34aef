"""Nobody is bound to cluster-admin."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "roleRef.name") == "cluster-admin":
        return "it makes an administrator of the cluster"
    return None


RULE = Rule(
    name="kubernetes_binding_is_not_cluster_admin",
    title="Nobody is bound to cluster-admin.",
    resource_types=frozenset(
        {
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Bind a role that names what it allows.",
    link="https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
    sources=("CIS Kubernetes 1.10 5.1.1",),
)
