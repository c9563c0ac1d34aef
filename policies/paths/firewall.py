"""Network firewalls: endpoints in subnets that routes lead through, and the domains that may be reached.

What its policy drops by default passes only where a rule group lists the domain, by the name in a TLS handshake or in
an HTTP request (AWS Network Firewall Developer Guide, "Stateful domain list rule groups", "Managing your own rule
groups"). Answers must come back through the endpoint that saw the request ("Asymmetric routing").
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.ground import SUBNET
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Answers
from policies.paths.tables import FIREWALL, Route
from policies.read import items, value
from policies.rules.stack._noting import asked, noted

_POLICY = frozenset({"aws:networkfirewall/firewallPolicy:FirewallPolicy"})
_GROUP = frozenset({"aws:networkfirewall/ruleGroup:RuleGroup"})
_SOURCE = "ruleGroup.rulesSource.rulesSourceList"
TARGET_TYPES = {80: "HTTP_HOST", 443: "TLS_SNI"}
"""By port, what of a connection names the domain."""


class Firewalls:
    """The firewalls of a stack."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._by_endpoint = Answers(graph, self._endpoints)

    def entered(self, route: Route) -> tuple[Resource | None, Resource | None]:
        """Return the firewall and the subnet of its endpoint that *route* leads to, as far as they are known."""
        firewall = next((each for each in route.targets if each.type in FIREWALL), None)
        if firewall is None:
            return self._by_endpoint[()].get(route.endpoint, (None, None))
        mapped = {each.urn for each in self._graph.targets(firewall, "subnetMappings", SUBNET)}
        return firewall, next((each for each in route.targets if each.urn in mapped), None)

    @contained
    def inspect(self, firewall: Resource, domain: str, port: int, leg: Leg) -> None:
        """Follow a connection to *domain* through *firewall*."""
        leg.rests_on(firewall)
        policies = self._graph.targets(firewall, "firewallPolicyArn", _POLICY)
        if not policies:
            leg.lacks(firewall, domain, "the firewall has no policy of the stack: declare one")
        for policy in policies:
            leg.rests_on(policy)
            self._apply(policy, domain, port, leg)

    def every(self) -> Iterator[tuple[Resource, str]]:
        """Yield each entry of an allow-list, with its rule group."""
        for group in self._graph.of(_GROUP):
            if asked(self._graph, group, partial(_allows, group)):
                targets = noted(self._graph, group, items(group.props, f"{_SOURCE}.targets"))
                yield from ((group, str(target)) for target in targets)

    def _endpoints(self, _all: tuple[()]) -> Mapping[object, tuple[Resource, Resource | None]]:
        """Return, by its id, each endpoint's firewall and subnet, as they are known once it is deployed."""
        by_id = {known(subnet.props, "id"): subnet for subnet in self._graph.of(SUBNET)}
        found: dict[object, tuple[Resource, Resource | None]] = {}
        for firewall in self._graph.of(FIREWALL):
            for attachment in noted(self._graph, firewall, _attachments(firewall)):
                found[known(attachment, "endpointId")] = firewall, by_id.get(known(attachment, "subnetId"))
        return found

    @contained
    def _apply(self, policy: Resource, domain: str, port: int, leg: Leg) -> None:
        for kind in ("statelessDefaultActions", "statelessFragmentDefaultActions"):
            actions = [*items(policy.props, f"firewallPolicy.{kind}")]
            if "aws:forward_to_sfe" not in actions and "aws:pass" not in actions:
                leg.lacks(policy, domain, f"{kind} drop every packet: forward them to the stateful engine")
        defaults = [str(each) for each in items(policy.props, "firewallPolicy.statefulDefaultActions")]
        groups = self._graph.targets(policy, "firewallPolicy", _GROUP)
        lists = [group for group in groups if _allows(group)]
        if not lists and not any(each.startswith("aws:drop") for each in defaults):
            return
        named = [
            (group, str(target))
            for group in lists
            for target in items(group.props, f"{_SOURCE}.targets")
            if matches(str(target), domain) and TARGET_TYPES.get(port) in items(group.props, f"{_SOURCE}.targetTypes")
        ]
        for group, target in sorted(named, key=lambda each: len(each[1]))[-1:]:
            leg.rests_on(group)
            leg.rests_on(group, target)
        if not named:
            place = [*lists, policy][0]
            leg.lacks(place, domain, f"no allow-list names it for port {port}: add it to the firewall's domains")


def _attachments(firewall: Resource) -> Iterator[Any]:
    for status in items({"statuses": known(firewall.props, "firewallStatuses")}, "statuses"):
        for state in items(status, "syncStates"):
            yield from items(state, "attachments")


def matches(target: str, domain: str) -> bool:
    """Return whether the entry *target* of a list takes in *domain*; a leading dot takes in the subdomains."""
    return domain == target or (target.startswith(".") and f".{domain}".endswith(target))


def _allows(group: Resource) -> bool:
    return value(group.props, f"{_SOURCE}.generatedRulesType") == "ALLOWLIST"
