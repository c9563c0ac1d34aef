"""Containers' variables hold no credentials."""

from policies.credentials import shows_credential
from policies.lists import first, labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered
from policies.rules.kubernetes._pods import TYPES, containers, pod


def _check(props: Props) -> str | None:
    def shown(labelled: tuple[str, Props]) -> list[str]:
        label, container = labelled
        return labels(numbered(items(container, "env"), f"{label}.env"), shows_credential)

    found = first(containers(pod(props)), shown)
    return f"{', '.join(found)} shows a credential" if found else None


RULE = Rule(
    name="kubernetes_pod_variables_have_no_credentials",
    title="Containers' variables hold no credentials.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Mount the secret from Secrets Manager.",
    link="https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    sources=("CIS Kubernetes 1.10 5.4.1",),
)
