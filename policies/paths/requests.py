"""Requests of clients, from the name that they look up to the workload that answers them.

Route 53 answers with a record of the name: of several the one for the caller's region, while its health check holds.
What a distribution asks in turn is looked up likewise (Route 53 Developer Guide, "Latency-based routing", "How health
checks work in complex Amazon Route 53 configurations").
"""

from collections.abc import Sequence
from typing import Any

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.api import DOMAIN, Apis
from policies.paths.certificates import Certificates
from policies.paths.declared import Path
from policies.paths.distributions import BUCKET, DISTRIBUTION, Distributions
from policies.paths.grants import Grants
from policies.paths.leg import Leg, contained
from policies.paths.mesh_policies import Request
from policies.paths.network import Network
from policies.paths.serving import Serving
from policies.paths.targets import TARGETS
from policies.read import items, value

RECORD, ZONE = "aws:route53/record:Record", frozenset({"aws:route53/zone:Zone"})
_CHECK = frozenset({"aws:route53/healthCheck:HealthCheck"})
_ALARM = frozenset({"aws:cloudwatch/metricAlarm:MetricAlarm"})
PROBE = "/a"
"""Path of a client that asks for nothing in particular."""


class Requests:
    """Follows paths of `https`."""

    def __init__(self, graph: Graph, network: Network, grants: Grants) -> None:
        self._graph = graph
        self._certificates = Certificates(graph)
        self.serving = Serving(graph, network, self._certificates, grants)
        self._apis = Apis(graph, network, self._certificates, self.serving)
        self._records = [each for each in graph.of((RECORD,)) if known(each.props, "type") in ("A", "AAAA", "CNAME")]
        self._distributions = Distributions(graph, self._certificates, grants)

    def follow(self, path: Path, leg: Leg) -> None:
        """Follow *path* from its host to each of its destinations."""
        host, _, route = path.host.partition("/")
        request = Request(host=host, name=host, path=f"/{route}" if route else PROBE)
        for end in path.destination:
            self._reach(end, path, request, leg)

    @contained
    def _reach(self, end: str, path: Path, request: Request, leg: Leg) -> None:
        target = self._graph.by_urn.get(end)
        if target is None and end.startswith("urn:"):
            lost = end.rpartition("::")[2]
            leg.lacks(path.owner, path.host, f"the stack has no {lost}: declare it, or correct the path")
            return
        self._look_up(path, request, target, leg)
        self._graph.unread.update(leg.unread)
        reached = {element.urn for element in leg.elements}
        ends = [target] if target else [each for each in self._records if _named(each, end)]
        for each in ends:
            if each.urn not in reached:
                mend = f"nothing leads from that name to {each.name}: see the hops before it"
                leg.lacks(path.owner, path.host, mend)

    def _look_up(self, path: Path, request: Request, target: Resource | None, leg: Leg) -> Sequence[Resource]:
        records = [each for each in self._records if _named(each, request.host)]
        regional = [each for each in records if len(items(each.props, "latencyRoutingPolicies"))]
        region = value(target.props, "region") if target else None
        others = [each for each in records if not len(items(each.props, "latencyRoutingPolicies"))]
        chosen = [*others, *(each for each in regional if not target or _region(each) == region)]
        if not chosen:
            place = records[0] if records else path.owner
            leg.lacks(
                place, request.host, f"no record of that name leads to {region or 'anything'}: declare a Record for it"
            )
        self._families(chosen, request, leg)
        answering: list[Resource] = []
        for record in chosen:
            answering += self._resolve(path, record, request, target, leg)
            self._check(path, record, request, answering, leg)
        return answering

    @contained
    def _families(self, records: Sequence[Resource], request: Request, leg: Leg) -> None:
        """Follow clients of either family of addresses, where what *records* lead to has both."""
        families = {known(each.props, "type") for each in records}
        ends = [each for record in records for each in self._graph.targets(record, "aliases", DISTRIBUTION)]
        wanted = ["A", "AAAA"] if any(value(each.props, "isIpv6Enabled") is True for each in ends) else ["A"]
        for family in wanted if records and "CNAME" not in families else ():
            if family not in families:
                leg.lacks(records[0], request.host, f"the name has no record of type {family}: declare one beside it")

    def _resolve(
        self, path: Path, record: Resource, request: Request, target: Resource | None, leg: Leg
    ) -> Sequence[Resource]:
        leg.rests_on(record)
        zones = self._graph.targets(record, "zoneId", ZONE)
        leg.rests_on_all(zones)
        if not any(f".{request.host}".endswith(f".{value(zone.props, 'name')}") for zone in zones):
            leg.lacks(
                record, request.host, "it stands in no zone of the stack for that name: put it into the name's zone"
            )
        ends = self._graph.targets(record, "aliases", DOMAIN | DISTRIBUTION)
        domains = [each for each in ends if each.type in DOMAIN]
        right = [each for each in domains if value(each.props, "domainName") == request.host]
        distributions = [each for each in ends if each.type in DISTRIBUTION]
        if not ends:
            leg.lacks(
                record, request.host, "it leads to nothing of the stack: alias the API's domain or the distribution"
            )
        answering = [each for domain in right or domains for each in self._apis.enter(domain, request, leg)]
        for distribution in distributions:
            hop = f"{request.host} -> {distribution.name}"
            for name in self._distributions.enter(distribution, request, hop, leg):
                asked = Request(host=name, name=name, path=request.path)
                answering += self._look_up(path, asked, target, leg)
            if target and target.type in BUCKET:
                self._distributions.read(distribution, target, hop, leg)
        return answering

    @contained
    def _check(self, path: Path, record: Resource, request: Request, answering: Sequence[Resource], leg: Leg) -> None:
        """Follow the health check of *record*, which must ask what answers *request*."""
        checks = self._graph.targets(record, "healthCheckId", _CHECK)
        leg.rests_on_all(checks)
        if not checks and len(items(record.props, "latencyRoutingPolicies")):
            leg.lacks(record, request.host, "no health check takes it out when its region fails: give it one")
        for check in checks:
            hop = f"health check {check.name}"
            if value(check.props, "type") == "CLOUDWATCH_METRIC":
                self._alarm(check, answering, hop, leg)
                continue
            host = str(value(check.props, "fqdn", ""))
            asked = Request(host=host, name=host, path=str(value(check.props, "resourcePath", "/")))
            own = Leg(self._graph)
            reached = [
                each
                for other in self._records
                if _named(other, host)
                for each in self._resolve(path, other, asked, record, own)
            ]
            if not any(_named(other, host) for other in self._records):
                own.lacks(check, hop, f"no record of {host} exists: declare it, or correct its fqdn")
            leg.add(own.called(lambda each, hop=hop: f"{hop}: {each}"))
            if answering and not {each.urn for each in reached} & {each.urn for each in answering}:
                ends = ", ".join(sorted({each.name for each in answering}))
                leg.lacks(
                    check, hop, f"{asked.path} doesn't lead to {ends}, which answers clients: ask a path that does"
                )

    @contained
    def _alarm(self, check: Resource, answering: Sequence[Resource], hop: str, leg: Leg) -> None:
        """Follow *check* to the targets that it counts, which must be those before *answering*; functions have none."""
        alarms = self._graph.targets(check, "cloudwatchAlarmName", _ALARM)
        leg.rests_on_all(alarms)
        if not alarms:
            leg.lacks(check, hop, "it follows no alarm of the stack: name one on the target group that serves")
        served = {element.urn for element in leg.elements}
        for alarm in alarms:
            groups = self._graph.targets(alarm, "dimensions", TARGETS)
            suffixes = {known(each.props, "arnSuffix"): each for each in self._graph.of(TARGETS)}
            asked = value(alarm.props, "dimensions", {})
            if not groups and (named := suffixes.get(known(asked, "TargetGroup"))):
                groups = [named]
            if answering and not any(each.urn in served for each in groups):
                leg.lacks(
                    alarm, hop, "it counts targets that serve no client: watch the target group that requests go to"
                )


def _named(record: Resource, host: str) -> bool:
    return str(known(record.props, "name")).rstrip(".") == host


def _region(record: Resource) -> Any:
    return next((value(each, "region") for each in items(record.props, "latencyRoutingPolicies")), None)
