"""Logs from what writes them to where they are kept and searched.

A log group hands on what a subscription filter says: within its region straight to a stream, across regions to a
destination, which stands in for one elsewhere. Data Firehose delivers into a search domain, and into a bucket besides,
or shows what it delivers to a function, which writes into the domain whose address it is given; the packets to the
domain are a path of their own (CloudWatch Logs User Guide, "Cross-account cross-Region subscriptions"; Amazon Data
Firehose Developer Guide, "Grant Firehose access to an Amazon OpenSearch Service destination in a VPC", "Data
transformation").
"""

from collections.abc import Sequence

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.declared import SEARCH, Path
from policies.paths.grants import Grants, Need
from policies.paths.ground import VPC
from policies.paths.leg import Leg
from policies.paths.log_sources import BUCKET, GROUP, PUT, STREAM, LogSources
from policies.read import value

FILTER = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
_DESTINATION = frozenset({"aws:cloudwatch/logDestination:LogDestination"})
_LEAVE = "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy"
DOMAIN = frozenset({"aws:opensearch/domain:Domain"})
_FUNCTION, _KEY = (
    frozenset({"aws:lambda/function:Function"}),
    frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"}),
)
_SEARCHED, _KEPT = "opensearchConfiguration", "extendedS3Configuration"
_PUT = ("firehose:putrecord", "firehose:putrecordbatch")
_LOGS, _FIREHOSE, _LAMBDA = "logs.amazonaws.com", "firehose.amazonaws.com", "lambda.amazonaws.com"


class Logs:
    """Follows paths of `logs`."""

    def __init__(self, graph: Graph, grants: Grants) -> None:
        self._graph, self._grants = graph, grants
        self._sources = LogSources(graph, grants)
        self._filters = graph.referred("logGroup", by=(FILTER,), to=GROUP)
        self._leaves = graph.referred("destinationName", by=(_LEAVE,), to=_DESTINATION)
        self._handed: dict[str, tuple[Leg, Sequence[Resource]]] = {}
        near = {value(each.props, "region") for each in graph.of((*VPC, *_DESTINATION))}
        self._apart = {value(each.props, "region") for each in graph.of(GROUP)} - near
        """Regions without a network and a way to another's search: global services log there, and in no jurisdiction
        of the stack's, so that what they log rests in its groups."""

    def follow(self, path: Path, leg: Leg) -> None:
        """Follow *path*: what each source writes must reach every destination."""
        wanted = [
            self._sources.bucket(self._graph.by_urn[end]) for end in path.destination if end in self._graph.by_urn
        ]
        for end in path.source:
            source = self._graph.by_urn.get(end)
            if source is None:
                leg.lacks(
                    path.owner,
                    path.name,
                    f"the stack has no {end.rpartition('::')[2]}: declare it, or correct the path",
                )
                continue
            for sink in self._sources.written(source, leg):
                reached = [sink, *self._hand_on(sink, leg)]
                urns = {each.urn for each in reached}
                missing = [each.name for each in wanted if each.urn not in urns]
                if SEARCH in path.destination and value(sink.props, "region") not in self._apart:
                    ends = {"a search domain": DOMAIN, "an archive": BUCKET}
                    missing += [what for what, kind in ends.items() if not any(each.type in kind for each in reached)]
                if missing:
                    last = reached[-1]
                    mend = f"what it takes doesn't go on to {', '.join(missing)}: declare what hands it on"
                    leg.lacks(last, f"{source.name} -> {last.name}", mend)

    def _hand_on(self, sink: Resource, leg: Leg) -> Sequence[Resource]:
        """Return all that what *sink* takes goes on to."""
        if sink.urn not in self._handed:
            own = Leg()
            self._handed[sink.urn] = own, ()
            self._handed[sink.urn] = own, self._onward(sink, own)
        own, reached = self._handed[sink.urn]
        leg.add(own)
        return reached

    def _onward(self, sink: Resource, leg: Leg) -> Sequence[Resource]:
        if sink.type in GROUP:
            found = [
                each for subscription in self._filters.get(sink.urn, ()) for each in self._subscribed(subscription, leg)
            ]
        elif sink.type in _DESTINATION:
            found = self._stood_in(sink, leg)
        elif sink.type in STREAM:
            return self._delivered(sink, leg)
        else:
            return ()
        return [*found, *(each for one in found for each in self._hand_on(one, leg))]

    def _subscribed(self, subscription: Resource, leg: Leg) -> Sequence[Resource]:
        leg.rests_on(subscription)
        found = self._graph.targets(subscription, "destinationArn", STREAM | _DESTINATION | _FUNCTION)
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
            self._grants.admits(self._leaves.get(destination.urn, ()), "accessPolicy", "", need, hop, leg)
            self._put(destination, stream, hop, leg)
        return streams

    def _put(self, holder: Resource, stream: Resource, hop: str, leg: Leg) -> None:
        role = self._grants.assumed(holder, "roleArn", _LOGS, hop, leg)
        if role:
            self._grants.allows(role, Need(actions=_PUT, on=stream, what="put records"), hop, leg)

    def _delivered(self, stream: Resource, leg: Leg) -> Sequence[Resource]:
        """Follow *stream* to its domain and its bucket, as the role that it delivers as."""
        graph = self._graph
        reached: list[Resource] = []
        for prop in (_SEARCHED, _KEPT):
            if prop not in stream.props:
                continue
            domains, buckets = graph.targets(stream, prop, DOMAIN), graph.targets(stream, prop, BUCKET)
            functions = graph.targets(stream, prop, _FUNCTION)
            role = self._grants.assumed(stream, prop, _FIREHOSE, stream.name, leg)
            asked = [
                *(Need(actions=("es:eshttppost", "es:eshttpput"), on=each, what="write documents") for each in domains),
                *(Need(actions=PUT, on=each, what="write there") for each in buckets),
                *(Need(actions=("lambda:invokefunction",), on=each, what="call it") for each in functions),
                *(
                    Need(actions=("kms:generatedatakey",), on=each, what="encrypt")
                    for each in graph.targets(stream, prop, _KEY)
                ),
            ]
            for need in asked:
                leg.rests_on(need.on)
                if role:
                    self._grants.allows(role, need, f"{stream.name} -> {need.on.name}", leg)
            if domains and known(stream.props, prop) and value(stream.props, f"{prop}.s3BackupMode") != "AllDocuments":
                mend = "it keeps only what the domain refuses: set s3_backup_mode to AllDocuments"
                leg.lacks(stream, stream.name, mend)
            reached += [*domains, *buckets, *(each for one in functions for each in self._indexed(one, leg))]
        if not reached:
            leg.lacks(stream, stream.name, "it delivers to nothing of the stack: give it a domain and a bucket")
        return reached

    def _indexed(self, function: Resource, leg: Leg) -> Sequence[Resource]:
        """Follow *function* to the domain in its environment, as the role that it runs as."""
        domains = self._graph.targets(function, "environment", DOMAIN)
        hop = f"{function.name} -> {', '.join(each.name for each in domains)}"
        role = self._grants.assumed(function, "role", _LAMBDA, hop, leg) if domains else None
        for domain in domains:
            leg.rests_on(domain)
            if role:
                need = Need(actions=("es:eshttppost",), on=domain, what="write documents")
                self._grants.allows(role, need, hop, leg)
        return domains
