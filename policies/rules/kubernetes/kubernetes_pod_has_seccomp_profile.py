"""Containers' calls to the kernel are filtered."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.kubernetes._pods import TYPES, containers, pod

FILTERING = frozenset({"Localhost", "RuntimeDefault"})


def _check(props: Props) -> str | None:
    spec = pod(props)

    def fault(label: str, container: Props) -> str | None:
        own = value(container, "securityContext.seccompProfile.type")
        if (value(spec, "securityContext.seccompProfile.type") if own is None else own) not in FILTERING:
            return f"{label} may call all of the kernel"
        return None

    return fault_in(containers(spec), fault)


RULE = Rule(
    name="kubernetes_pod_has_seccomp_profile",
    title="Containers' calls to the kernel are filtered.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SECURE_CONFIGURATION}),
    remediation="Set seccompProfile.type to RuntimeDefault.",
    link="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    sources=("CIS Kubernetes 1.10 5.7.2",),
)
