"""Containers aren't privileged."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.kubernetes._pods import TYPES, containers, pod


def _check(props: Props) -> str | None:

    def fault(label: str, container: Props) -> str | None:
        if value(container, "securityContext.privileged") is True:
            return f"{label} owns its node"
        return None

    return fault_in(containers(pod(props)), fault)


RULE = Rule(
    name="kubernetes_pod_is_not_privileged",
    title="Containers aren't privileged.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.SECURE_CONFIGURATION}),
    remediation="Leave privileged out.",
    link="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    sources=("CIS Kubernetes 1.10 5.2.2",),
)
