"""Pods get tokens by choice."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("automountServiceAccountToken") is not False:
        return "every pod that uses it can call the cluster's API"
    return None


RULE = Rule(
    name="kubernetes_service_account_mounts_no_token",
    title="Pods get tokens by choice.",
    resource_types=frozenset({"kubernetes:core/v1:ServiceAccount"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.LEAST_PRIVILEGE}),
    remediation="Set automountServiceAccountToken to false; set it to true in the pods that call the API.",
    link="https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
    sources=("CIS Kubernetes 1.10 5.1.6",),
)
