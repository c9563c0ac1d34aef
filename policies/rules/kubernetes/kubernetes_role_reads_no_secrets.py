"""Cluster roles read no secrets."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered

READING = frozenset({"*", "get", "list", "watch"})


def _check(props: Props) -> str | None:

    def fault(label: str, rule: Props) -> str | None:
        if "secrets" not in items(rule, "resources") or READING.isdisjoint(items(rule, "verbs")):
            return None
        if not items(rule, "resourceNames"):
            return f"{label} reads every secret of the cluster"
        return None

    return fault_in(numbered(items(props, "rules"), "rules"), fault)


RULE = Rule(
    name="kubernetes_role_reads_no_secrets",
    title="Cluster roles read no secrets.",
    resource_types=frozenset({"kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.LEAST_PRIVILEGE}),
    remediation="Name the secrets in resourceNames, or use a Role in their namespace.",
    link="https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets",
    sources=("CIS Kubernetes 1.10 5.1.2",),
)
