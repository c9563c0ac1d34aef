"""Containers' variables hold no credentials."""

from policies.credentials import is_credential
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value
from policies.rules.kubernetes._pods import TYPES, containers, pod


def _check(props: Props) -> str | None:
    for label, container in containers(pod(props)):
        for place, variable in numbered(items(container, "env"), f"{label}.env"):
            if is_credential(value(variable, "name", ""), value(variable, "value")):
                return f"{place} shows a credential"
    return None


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
