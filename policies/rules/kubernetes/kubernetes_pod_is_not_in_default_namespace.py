"""Workloads have namespaces of their own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.kubernetes._pods import TYPES


def _check(props: Props) -> str | None:
    if value(props, "metadata.namespace", "default") == "default":
        return "it shares the namespace of whatever has none"
    return None


RULE = Rule(
    name="kubernetes_pod_is_not_in_default_namespace",
    title="Workloads have namespaces of their own.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION, Objective.TENANT_ISOLATION}),
    remediation="Set metadata.namespace.",
    link="https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
    sources=("CIS Kubernetes 1.10 5.7.4",),
)
