"""Pods stay out of their node's namespaces."""

from policies.lists import first, labels, some, those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value
from policies.rules.kubernetes._pods import TYPES, containers, pod

SHARED = ("hostIPC", "hostNetwork", "hostPID")


def _check(props: Props) -> str | None:
    return first((_shares, _takes_port), lambda ask: ask(pod(props)))


def _shares(spec: Props) -> str | None:
    shared = those(SHARED, lambda name: value(spec, name) is True)
    return f"it shares its node's {', '.join(shared)}" if shared else None


def _takes_port(spec: Props) -> str | None:
    def takes(container: Props) -> bool:
        return some(items(container, "ports"), lambda port: value(port, "hostPort"))

    taking = labels(containers(spec), takes)
    return f"{', '.join(taking)} takes a port of its node" if taking else None


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
