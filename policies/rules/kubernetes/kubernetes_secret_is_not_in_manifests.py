"""Secrets aren't written into manifests."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    shown = those(("data", "stringData"), lambda name: value(props, name))
    return f"{' and '.join(shown)} stands readable in a manifest" if shown else None


RULE = Rule(
    name="kubernetes_secret_is_not_in_manifests",
    title="Secrets aren't written into manifests.",
    resource_types=frozenset({"kubernetes:core/v1:Secret"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the cluster fetch the secret from Secrets Manager.",
    link="https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    sources=("CIS Kubernetes 1.10 5.4.2",),
)
