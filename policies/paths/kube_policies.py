"""Network policies of a cluster: what they let into pods, and out of them.

Pods that no policy of a direction selects are open in it; of others a packet must meet a rule of one (Kubernetes,
"Network Policies"). Rules are held against the ports of pods, not those of services.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from policies.model import Resource
from policies.paths.kube import Kube, has, labels, namespace
from policies.paths.leg import Leg, contained
from policies.paths.spans import Span, block
from policies.read import items, value

NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
INGRESS, EGRESS = "Ingress", "Egress"
_PEERS: Mapping[str, str] = {INGRESS: "from", EGRESS: "to"}
Meets = Callable[[Any], bool]


class KubePolicies:
    """The network policies of every cluster of a stack."""

    def __init__(self, kube: Kube) -> None:
        self._kube = kube

    def admitted(self, workload: Resource, port: int, source: Resource, hop: str, leg: Leg) -> None:
        """Follow packets from the pods of *source* out of them and into those of *workload*, of the same cluster."""
        out, into = self._pod(workload, source), self._pod(source, workload)
        self._pass(
            source, EGRESS, port, out, f"lets pods of {namespace(source)} out to {namespace(workload)}", hop, leg
        )
        self._pass(workload, INGRESS, port, into, f"lets pods of {namespace(source)} in", hop, leg)

    def let_out(self, source: Resource, port: int, addresses: Span, hop: str, leg: Leg) -> None:
        """Follow packets out of the pods of *source* to *addresses* outside the cluster."""

        def is_there(peer: Any) -> bool:
            given = block(value(peer, "ipBlock.cidr"))
            spared = [block(each) for each in items(value(peer, "ipBlock", {}), "except")]
            return (
                given is not None
                and addresses.within(given)
                and not any(each and each.meets(addresses) for each in spared)
            )

        self._pass(source, EGRESS, port, is_there, f"lets pods of {namespace(source)} out to where that is", hop, leg)

    @contained
    def _pass(self, pods: Resource, direction: str, port: int, is_peer: Meets, asked: str, hop: str, leg: Leg) -> None:
        policies = [
            each
            for each in self._kube.of(NETWORK_POLICY, pods, namespace(pods))
            if has(labels(pods), value(each.props, "spec.podSelector.matchLabels", {}))
            and direction in items(each.props, "spec.policyTypes")
        ]
        letting = [
            each
            for each in policies
            if any(_lets(rule, direction, port, is_peer) for rule in items(each.props, f"spec.{direction.lower()}"))
        ]
        leg.rests_on_all(letting if len(letting) == 1 < len(policies) else ())
        if policies and not letting:
            mend = f"no network policy {asked} on port {port}: add an {direction.lower()} rule for them"
            leg.lacks(policies[0], hop, mend)

    def _pod(self, wanted: Resource, beside: Resource) -> Meets:
        """Return whether a peer of a policy in the namespace of *beside* is the pods of *wanted*."""

        def is_peer(peer: Any) -> bool:
            pods, spaces = value(peer, "podSelector"), value(peer, "namespaceSelector")
            if pods is None and spaces is None:
                return False
            if pods is not None and not has(labels(wanted), value(pods, "matchLabels", {})):
                return False
            if spaces is None:
                return namespace(wanted) == namespace(beside)
            return has(self._kube.namespace_labels(wanted), value(spaces, "matchLabels", {}))

        return is_peer


def _lets(rule: Any, direction: str, port: int, is_peer: Meets) -> bool:
    ports: Sequence[Any] = [value(each, "port") for each in items(rule, "ports")]
    if ports and port not in ports:
        return False
    peers = items(rule, _PEERS[direction])
    return not len(peers) or any(is_peer(peer) for peer in peers)
