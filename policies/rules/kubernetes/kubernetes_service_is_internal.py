"""Services are reached from the network."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme"


def _check(props: Props) -> str | None:
    if items(props, "spec.externalIPs"):
        return "it takes traffic meant for other addresses"
    if value(props, "spec.type") != "LoadBalancer":
        return None
    if value(props, "metadata.annotations", {}).get(SCHEME) != "internal":
        return "its load balancer may face the internet, past the firewall"
    return None


RULE = Rule(
    name="kubernetes_service_is_internal",
    title="Services are reached from the network.",
    resource_types=frozenset({"kubernetes:core/v1:Service"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Annotate it aws-load-balancer-scheme: internal, or bind it to a target group.",
    link="https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/",
    sources=("CVE-2020-8554",),
)
