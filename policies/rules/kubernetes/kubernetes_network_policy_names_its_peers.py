"""Network policies name who may come in."""

from policies.lists import fault_in, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value

ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})


def _check(props: Props) -> str | None:

    def fault(label: str, rule: Props) -> str | None:
        peers = items(rule, "from")
        if not peers:
            return f"{label} lets everything in"
        if some(peers, lambda peer: value(peer, "ipBlock.cidr") in ANYWHERE):
            return f"{label} lets every address in"
        return None

    return fault_in(numbered(items(props, "spec.ingress"), "ingress"), fault)


RULE = Rule(
    name="kubernetes_network_policy_names_its_peers",
    title="Network policies name who may come in.",
    resource_types=frozenset({"kubernetes:networking.k8s.io/v1:NetworkPolicy"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Name pods, namespaces or addresses in from.",
    link="https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    sources=("CIS Kubernetes 1.10 5.3.2",),
)
