"""Config maps hold no credentials."""

from policies.credentials import credentials_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    shown = credentials_in(value(props, "data", {}))
    return f"data {', '.join(shown)} show credentials" if shown else None


RULE = Rule(
    name="kubernetes_config_map_has_no_credentials",
    title="Config maps hold no credentials.",
    resource_types=frozenset({"kubernetes:core/v1:ConfigMap"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Keep the credential in Secrets Manager.",
    link="https://kubernetes.io/docs/concepts/configuration/configmap/",
    sources=("CIS Kubernetes 1.10 5.4.2",),
)
