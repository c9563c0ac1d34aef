"""Roles don't let their holder take more."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered

ESCALATING = frozenset({"bind", "escalate", "impersonate"})


def _check(props: Props) -> str | None:

    def fault(label: str, rule: Props) -> str | None:
        if not ESCALATING.isdisjoint(items(rule, "verbs")) and not items(rule, "resourceNames"):
            return f"{label} lets its holder give themselves more"
        return None

    return fault_in(numbered(items(props, "rules"), "rules"), fault)


RULE = Rule(
    name="kubernetes_role_cannot_escalate",
    title="Roles don't let their holder take more.",
    resource_types=frozenset(
        {
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
            "kubernetes:rbac.authorization.k8s.io/v1:Role",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Take bind, escalate and impersonate out of verbs, or name what they are for in resourceNames.",
    link="https://kubernetes.io/docs/concepts/security/rbac-good-practices/#kubernetes-rbac-privilege-escalation-risks",
    sources=("CIS Kubernetes 1.10 5.1.8",),
)
