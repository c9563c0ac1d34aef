"""Pods stay out of their node's namespaces."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.kubernetes._pods import TYPES, containers, pod

SHARED = ("hostIPC", "hostNetwork", "hostPID")


def _check(props: Props) -> str | None:
    spec = pod(props)
    shared = [name for name in SHARED if value(spec, name) is True]
    if shared:
        return f"it shares its node's {', '.join(shared)}"
    for label, container in containers(spec):
        if any(value(port, "hostPort") for port in items(container, "ports")):
            return f"{label} takes a port of its node"
    return None


RULE = Rule(
    name="kubernetes_pod_keeps_to_its_namespaces",
    title="Pods stay out of their node's namespaces.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION, Objective.SECURE_CONFIGURATION}),
    remediation="Leave hostIPC, hostNetwork, hostPID and hostPort out.",
    link="https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    sources=(
        "CIS Kubernetes 1.10 5.2.3",
        "CIS Kubernetes 1.10 5.2.4",
        "CIS Kubernetes 1.10 5.2.5",
        "CIS Kubernetes 1.10 5.2.13",
    ),
)
