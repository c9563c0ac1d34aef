"""Containers drop all capabilities."""

from policies.answers import fault_among
from policies.lists import every, fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items
from policies.rules.kubernetes._pods import TYPES, containers, pod

ALLOWED = frozenset({"NET_BIND_SERVICE"})


def _check(props: Props) -> str | None:

    def fault(label: str, container: Props) -> str | None:
        return fault_among(
            (
                f"{label} keeps capabilities of the kernel",
                lambda: "ALL" not in items(container, "securityContext.capabilities.drop"),
            ),
            (
                f"{label} adds capabilities of the kernel",
                lambda: not every(items(container, "securityContext.capabilities.add"), ALLOWED.__contains__),
            ),
        )

    return fault_in(containers(pod(props)), fault)


RULE = Rule(
    name="kubernetes_pod_drops_capabilities",
    title="Containers drop all capabilities.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.SECURE_CONFIGURATION}),
    remediation="Drop ALL in securityContext.capabilities and add NET_BIND_SERVICE at most.",
    link="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    sources=(
        "CIS Kubernetes 1.10 5.2.8",
        "CIS Kubernetes 1.10 5.2.9",
    ),
)
