"""Containers tell when they are ready."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value
from policies.rules.kubernetes._pods import INJECTED, REPLICATED, pod


def _check(props: Props) -> str | None:

    def fault(label: str, container: Props) -> str | None:
        if value(container, "image") != INJECTED and not value(container, "readinessProbe"):
            return f"{label} gets requests whether it can answer or not"
        return None

    return fault_in(numbered(items(pod(props), "containers"), "containers"), fault)


RULE = Rule(
    name="kubernetes_pod_tells_when_it_is_ready",
    title="Containers tell when they are ready.",
    resource_types=REPLICATED,
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set readinessProbe.",
    link="https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
)
