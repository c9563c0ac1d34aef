"""Roles are bound to those who are known."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

ANYBODY = frozenset({"system:anonymous", "system:authenticated", "system:masters", "system:unauthenticated"})


def _check(props: Props) -> str | None:

    def fault(label: str, subject: Props) -> str | None:
        if value(subject, "name") in ANYBODY:
            return f"{label} is whoever reaches the cluster"
        return None

    return fault_in(numbered(items(props, "subjects"), "subjects"), fault)


RULE = Rule(
    name="kubernetes_binding_names_its_subjects",
    title="Roles are bound to those who are known.",
    resource_types=frozenset(
        {
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
        }
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.PUBLIC_ACCESS}),
    remediation="Name groups or service accounts in subjects.",
    link="https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    sources=("CIS Kubernetes 1.10 5.1.7",),
)
