"""Pods mount nothing of their node."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value
from policies.rules.kubernetes._pods import TYPES, pod


def _check(props: Props) -> str | None:

    def fault(label: str, volume: Props) -> str | None:
        if value(volume, "hostPath"):
            return f"{label} is a folder of its node"
        return None

    return fault_in(numbered(items(pod(props), "volumes"), "volumes"), fault)


RULE = Rule(
    name="kubernetes_pod_mounts_no_host_path",
    title="Pods mount nothing of their node.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.SECURE_CONFIGURATION}),
    remediation="Use a volume claim, emptyDir or projected volume.",
    link="https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    sources=("CIS Kubernetes 1.10 5.2.12",),
)
