"""Services are reached from the network."""

from policies.answers import all_hold, fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme"


def _check(props: Props) -> str | None:
    def is_outside() -> bool:
        return all_hold(
            lambda: value(props, "spec.type") == "LoadBalancer",
            lambda: value(props, "metadata.annotations", {}).get(SCHEME) != "internal",
        )

    return fault_among(
        ("it takes traffic meant for other addresses", lambda: items(props, "spec.externalIPs")),
        ("its load balancer may face the internet, past the firewall", is_outside),
    )


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
