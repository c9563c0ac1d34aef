"""Ingresses are encrypted."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

CERTIFICATE = "alb.ingress.kubernetes.io/certificate-arn"


def _check(props: Props) -> str | None:
    if not items(props, "spec.tls") and not value(props, "metadata.annotations", {}).get(CERTIFICATE):
        return "requests come in in plain text"
    return None


RULE = Rule(
    name="kubernetes_ingress_uses_tls",
    title="Ingresses are encrypted.",
    resource_types=frozenset({"kubernetes:networking.k8s.io/v1:Ingress"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set spec.tls, or annotate it with a certificate.",
    link="https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
)
