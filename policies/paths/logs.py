"""Logs from what writes them to where they are kept and searched.

A log group hands on what a subscription filter says: within its region straight to a stream, across regions to a
destination, which stands in for one elsewhere (CloudWatch Logs User Guide, "Cross-account cross-Region subscriptions").
"""

from collections.abc import Sequence, Set
from functools import partial

from policies.graph import Graph
from policies.model import Resource
from policies.paths.declared import SEARCH, Path
from policies.paths.functions import FUNCTION
from policies.paths.grants import Grants, Need
from policies.paths.ground import VPC
from policies.paths.leg import Leg, apart, contained
from policies.paths.log_sources import BUCKET, GROUP, STREAM, LogSources
from policies.paths.lookups import Answers, Referring
from policies.paths.streams import DOMAIN, Streams
from policies.read import value
from policies.rules.stack._noting import asked

FILTER = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
_DESTINATION = frozenset({"aws:cloudwatch/logDestination:LogDestination"})
_LEAVE = "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy"
_PUT = ("firehose:putrecord", "firehose:putrecordbatch")
_LOGS = "logs.amazonaws.com"


class Logs:
    """Follows paths of `logs`."""

    def __init__(self, graph: Graph, grants: Grants) -> None:
        self._graph, self._grants = graph, grants
        self._sources = LogSources(graph, grants)
        self._streams = Streams(graph, grants)
        self._filters = Referring(graph, "logGroup", by=(FILTER,), to=GROUP)
        self._leaves = Referring(graph, "destinationName", by=(_LEAVE,), to=_DESTINATION)
        self._handed: dict[str, tuple[Leg, list[Resource]]] = {}
        self._apart = Answers(graph, self._regions_apart)
        """Regions without a network and a way to another's search: global services log there, and in no jurisdiction
        of the stack's, so that what they log rests in its groups."""

    def follow(self, path: Path, leg: Leg) -> None:
        """Follow *path*: what each source writes must reach every destination."""
        by_urn = self._graph.by_urn
        for end in (*path.source, *path.destination):
            if end not in by_urn and end != SEARCH:
                mend = f"the stack has no {end.rpartition('::')[2]}: declare it, or correct the path"
                leg.lacks(path.owner, path.name, mend)
        wanted = [self._sources.bucket(by_urn[end]) for end in path.destination if end in by_urn]
        for source in (by_urn[end] for end in path.source if end in by_urn):
            self._from(source, wanted, SEARCH in path.destination, leg)

    @contained
    def _from(self, source: Resource, wanted: Sequence[Resource], searched: bool, leg: Leg) -> None:
        ways = [[sink, *self._hand_on(sink, leg)] for sink in self._sources.written(source, leg)]
        reached = {each.urn: each for way in ways for each in way}
        missing = [each.name for each in wanted if each.urn not in reached]
        if missing and reached:
            self._lacks(source, [*reached.values()][-1], missing, leg)
        if searched:
            ways = [way for way in ways if value(way[0].props, "region") not in self._apart[()]]
            self._search(source, ways, leg)

    def _search(self, source: Resource, ways: Sequence[Sequence[Resource]], leg: Leg) -> None:
        """Ask each of *ways* for search and archive; what writes into a bucket besides, archives alone by that."""
        ends = {"a search domain": DOMAIN, "an archive": BUCKET}
        for way in [way for way in ways if way[0].type not in BUCKET] or ways:
            missing = [what for what, kind in ends.items() if not any(each.type in kind for each in way)]
            if missing:
                self._lacks(source, way[-1], missing, leg)

    def _lacks(self, source: Resource, last: Resource, missing: Sequence[str], leg: Leg) -> None:
        mend = f"what it takes doesn't go on to {', '.join(missing)}: declare what hands it on"
        leg.lacks(last, f"{source.name} -> {last.name}", mend)

    def _hand_on(self, sink: Resource, leg: Leg) -> Sequence[Resource]:
        """Return all that what *sink* takes goes on to."""
        if sink.urn not in self._handed:
            reached: list[Resource] = []
            self._handed[sink.urn] = Leg(self._graph), reached
            self._handed[sink.urn] = apart(self._graph, partial(self._onward, sink, reached)), reached
        own, reached = self._handed[sink.urn]
        leg.take(own)
        return reached

    def _onward(self, sink: Resource, reached: list[Resource], leg: Leg) -> None:
        if sink.type in STREAM:
            reached += self._streams.deliver(sink, leg)
            return
        found: Sequence[Resource] = ()
        if sink.type in GROUP:
            found = [each for subscription in self._filters.of(sink) for each in self._subscribed(subscription, leg)]
        elif sink.type in _DESTINATION:
            found = self._stood_in(sink, leg)
        reached += found
        for each in found:
            reached += self._hand_on(each, leg)

    def _regions_apart(self, _all: tuple[()]) -> Set[object]:
        near, own = (
            {asked(self._graph, each, lambda each=each: value(each.props, "region")) for each in self._graph.of(kinds)}
            for kinds in ((*VPC, *_DESTINATION), GROUP)
        )
        return own - near

    def _subscribed(self, subscription: Resource, leg: Leg) -> Sequence[Resource]:
        leg.rests_on(subscription)
        found = self._graph.targets(subscription, "destinationArn", STREAM | _DESTINATION | FUNCTION)
        if not found:
            leg.lacks(subscription, subscription.name, "it leads to nothing of the stack: correct its destination_arn")
        for each in found:
            leg.rests_on(each)
            hop = f"{subscription.name} -> {each.name}"
            if value(each.props, "region") != value(subscription.props, "region"):
                leg.lacks(
                    subscription, hop, "a log group hands on within its region alone: give the region a LogDestination"
                )
            if each.type in STREAM:
                self._put(subscription, each, hop, leg)
        return found

    def _stood_in(self, destination: Resource, leg: Leg) -> Sequence[Resource]:
        streams = self._graph.targets(destination, "targetArn", STREAM)
        if not streams:
            leg.lacks(destination, destination.name, "it stands in for no stream of the stack: correct its target_arn")
        for stream in streams:
            leg.rests_on(stream)
            hop = f"{destination.name} -> {stream.name}"
            need = Need(actions=("logs:putsubscriptionfilter",), on=destination, what="be subscribed to")
            self._grants.admits(self._leaves.of(destination), "accessPolicy", "", need, hop, leg)
            self._put(destination, stream, hop, leg)
        return streams

    @contained
    def _put(self, holder: Resource, stream: Resource, hop: str, leg: Leg) -> None:
        role = self._grants.assumed(holder, "roleArn", _LOGS, hop, leg)
        if role:
            self._grants.allows(role, Need(actions=_PUT, on=stream, what="put records"), hop, leg)
