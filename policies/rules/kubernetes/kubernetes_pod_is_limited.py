"""No container starves its neighbours: what it needs is reserved, and its memory has an end."""

from policies.lists import fault_in, those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.kubernetes._pods import TYPES, containers, pod

NEEDED = ("limits.memory", "requests.cpu", "requests.memory")


def _check(props: Props) -> str | None:

    def fault(label: str, container: Props) -> str | None:
        missing = those(NEEDED, lambda name: not value(container, f"resources.{name}"))
        if missing:
            return f"{label} has no {', '.join(missing)}"
        return None

    return fault_in(containers(pod(props)), fault)


RULE = Rule(
    name="kubernetes_pod_is_limited",
    title="Containers have requests and a limit.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY, Objective.CAPACITY}),
    remediation="Set resources.requests and the limit on memory.",
    link="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
)
