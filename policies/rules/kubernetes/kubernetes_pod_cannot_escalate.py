"""Containers can't gain privileges."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.kubernetes._pods import TYPES, containers, pod


def _check(props: Props) -> str | None:

    def fault(label: str, container: Props) -> str | None:
        if value(container, "securityContext.allowPrivilegeEscalation") is not False:
            return f"{label} may become root by a file it finds"
        return None

    return fault_in(containers(pod(props)), fault)


RULE = Rule(
    name="kubernetes_pod_cannot_escalate",
    title="Containers can't gain privileges.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.SECURE_CONFIGURATION}),
    remediation="Set allowPrivilegeEscalation to false.",
    link="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    sources=("CIS Kubernetes 1.10 5.2.6",),
)
