"""Namespaces refuse unsafe pods."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

LABEL = "pod-security.kubernetes.io/enforce"
SAFE = frozenset({"baseline", "restricted"})


def _check(props: Props) -> str | None:
    if value(props, "metadata.labels", {}).get(LABEL) not in SAFE:
        return "it takes privileged pods"
    return None


RULE = Rule(
    name="kubernetes_namespace_enforces_pod_security",
    title="Namespaces refuse unsafe pods.",
    resource_types=frozenset({"kubernetes:core/v1:Namespace"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.SECURE_CONFIGURATION}),
    remediation="Label it pod-security.kubernetes.io/enforce: restricted.",
    link="https://kubernetes.io/docs/concepts/security/pod-security-admission/",
    sources=("CIS Kubernetes 1.10 5.2.1",),
)
