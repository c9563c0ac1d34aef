"""Containers can't change their own files."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.kubernetes._pods import TYPES, containers, pod


def _check(props: Props) -> str | None:

    def fault(label: str, container: Props) -> str | None:
        if value(container, "securityContext.readOnlyRootFilesystem") is not True:
            return f"{label} may be changed while it runs"
        return None

    return fault_in(containers(pod(props)), fault)


RULE = Rule(
    name="kubernetes_pod_root_is_read_only",
    title="Containers can't change their own files.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.MALWARE_PROTECTION, Objective.SOFTWARE_INTEGRITY}),
    remediation="Set readOnlyRootFilesystem to true, with an emptyDir for what is written.",
    link="https://kubernetes.io/docs/concepts/security/linux-kernel-security-constraints/",
    sources=("CIS Kubernetes 1.10 5.7.3",),
)
