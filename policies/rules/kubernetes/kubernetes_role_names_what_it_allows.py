"""Roles name what they allow."""

from policies.lists import fault_in, those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered

PARTS = ("apiGroups", "resources", "verbs")


def _check(props: Props) -> str | None:

    def fault(label: str, rule: Props) -> str | None:
        wild = those(PARTS, lambda part: "*" in items(rule, part))
        if wild:
            return f"{label} allows all {', '.join(wild)}"
        return None

    return fault_in(numbered(items(props, "rules"), "rules"), fault)


RULE = Rule(
    name="kubernetes_role_names_what_it_allows",
    title="Roles name what they allow.",
    resource_types=frozenset(
        {
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            "kubernetes:rbac.authorization.k8s.io/v1:Role",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Name groups, resources and verbs.",
    link="https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
    sources=("CIS Kubernetes 1.10 5.1.3",),
)
