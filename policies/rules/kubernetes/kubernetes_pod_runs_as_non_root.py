"""Containers don't run as root."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.kubernetes._pods import TYPES, containers, pod


def _check(props: Props) -> str | None:
    spec = pod(props)

    def fault(label: str, container: Props) -> str | None:
        own = value(container, "securityContext.runAsNonRoot")
        if (value(spec, "securityContext.runAsNonRoot") if own is None else own) is not True:
            return f"{label} may run as root"
        return None

    return fault_in(containers(spec), fault)


RULE = Rule(
    name="kubernetes_pod_runs_as_non_root",
    title="Containers don't run as root.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.SECURE_CONFIGURATION}),
    remediation="Set runAsNonRoot to true.",
    link="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    sources=("CIS Kubernetes 1.10 5.2.7",),
)
