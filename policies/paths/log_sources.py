"""Where what logs writes to: the log groups, buckets and streams that each kind of source names, and its leave to."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.grants import Grants, Need
from policies.paths.leg import Leg, contained
from policies.paths.log_writers import NAMED, WRITERS, Writer
from policies.paths.lookups import Answers, Referring
from policies.read import items, value
from policies.rules.stack._noting import asked

GROUP, BUCKET = frozenset({"aws:cloudwatch/logGroup:LogGroup"}), frozenset({"aws:s3/bucket:Bucket"})
STREAM = frozenset({"aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"})
BUCKET_POLICY = frozenset({"aws:s3/bucketPolicy:BucketPolicy"})
SINKS = GROUP | BUCKET | STREAM | BUCKET_POLICY
_LEAVE = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"
_DELIVERY, _FROM, _TO = (
    f"aws:cloudwatch/logDelivery{kind}:LogDelivery{kind}" for kind in ("", "Source", "Destination")
)
DELIVERED = "aws:cloudfront/distribution:Distribution"
"""Logs by a delivery: a source, a destination, and the delivery between them."""
DELIVERER = "delivery.logs.amazonaws.com"
WRITE = ("logs:createlogstream", "logs:putlogevents")
PUT = ("s3:putobject",)


class LogSources:
    """The sources of a stack."""

    def __init__(self, graph: Graph, grants: Grants) -> None:
        self._graph, self._grants = graph, grants
        self._policies = Referring(graph, "bucket", by=BUCKET_POLICY, to=BUCKET, single=True)
        self._groups = Answers(graph, self._by_place)
        self._leaves = graph.of((_LEAVE,))

    def written(self, source: Resource, leg: Leg) -> Sequence[Resource]:
        """Return where *source* writes its logs: log groups, buckets, streams."""
        leg.rests_on(source)
        if source.type in SINKS - BUCKET:
            return [source]
        if source.type in NAMED:
            return [*self._by_name(source, leg)]
        if source.type == DELIVERED:
            return [*self._delivered(source, leg)]
        found = [sink for writer in WRITERS.get(source.type, ()) for sink in self._written(source, writer, leg)]
        if not found:
            leg.lacks(source, source.name, "it writes its logs nowhere in the stack: give it a log group or a bucket")
        return found

    def bucket(self, sink: Resource) -> Resource:
        """Return the bucket that *sink* is or stands for."""
        return next(iter(self._graph.targets(sink, "bucket", BUCKET)), sink) if sink.type in BUCKET_POLICY else sink

    def _written(self, source: Resource, writer: Writer, leg: Leg) -> Iterator[Resource]:
        holders = self._holders(source, writer)
        leg.rests_on_all(holders)
        for holder in holders:
            for sink in map(self.bucket, self._graph.targets(holder, writer.prop, SINKS)):
                hop = f"{source.name} -> {sink.name}"
                leg.rests_on(sink)
                if sink.type in BUCKET and writer.service:
                    need = Need(actions=PUT, on=sink, what="write there")
                    self._grants.admits(self._policies.of(sink), "policy", writer.service, need, hop, leg)
                elif sink.type in GROUP:
                    self._write(holder, writer, sink, hop, leg)
                yield sink

    def _holders(self, source: Resource, writer: Writer) -> Sequence[Resource]:
        if not writer.by:
            return [source]
        every = self._graph.of((writer.by,))
        if not writer.names:
            return [each for each in every if asked(self._graph, each, partial(_region, each)) == _region(source)]
        kind = frozenset({source.type})
        return [
            each for each in every if source.urn in [one.urn for one in self._graph.targets(each, writer.names, kind)]
        ]

    def _by_place(self, _all: tuple[()]) -> Mapping[tuple[object, object], Resource]:
        """Return the log groups by region and name."""
        groups = self._graph.of(GROUP)
        return {(asked(self._graph, each, partial(_region, each)), known(each.props, "name")): each for each in groups}

    @contained
    def _write(self, holder: Resource, writer: Writer, group: Resource, hop: str, leg: Leg) -> None:
        need = Need(actions=WRITE, on=group, what="write there")
        if writer.role:
            role = self._grants.assumed(holder, writer.role, writer.service, hop, leg)
            if role:
                self._grants.allows(role, need, hop, leg)
        elif writer.leave:
            self._let_in(group, writer.service, need, hop, leg)

    @contained
    def _let_in(self, group: Resource, service: str, need: Need, hop: str, leg: Leg) -> None:
        near = [each for each in self._leaves if asked(self._graph, each, partial(_region, each)) == _region(group)]
        self._grants.admits(near, "policyDocument", service, need, hop, leg)

    def _by_name(self, source: Resource, leg: Leg) -> Iterator[Resource]:
        what, own, pattern = NAMED[source.type]
        logs = [str(each) for each in items(source.props, what)]
        if not logs:
            leg.lacks(source, source.name, f"it logs nothing: set {what}")
        for name in sorted({pattern.format(name=known(source.props, own), log=log) for log in logs}):
            group = self._groups[()].get((_region(source), name))
            if group:
                leg.rests_on(group)
                yield group
            else:
                leg.lacks(
                    source, f"{source.name} -> {name}", "the stack has no such log group: declare it by that name"
                )

    def _delivered(self, source: Resource, leg: Leg) -> Iterator[Resource]:
        graph, kind = self._graph, frozenset({source.type})
        froms = [
            each
            for each in graph.of((_FROM,))
            if source.urn in [one.urn for one in graph.targets(each, "resourceArn", kind)]
        ]
        leg.rests_on_all(froms)
        names = {each.urn for each in froms}
        deliveries = [
            each
            for each in graph.of((_DELIVERY,))
            if names & {one.urn for one in graph.targets(each, "deliverySourceName", frozenset({_FROM}))}
        ]
        leg.rests_on_all(deliveries)
        if not deliveries:
            leg.lacks(
                source, source.name, "no delivery takes its logs: declare a LogDeliverySource and a LogDelivery of it"
            )
        if not any(graph.targets(each, "deliveryDestinationArn", frozenset({_TO})) for each in deliveries):
            leg.lacks(source, source.name, "its deliveries lead nowhere: declare a LogDeliveryDestination for them")
        for delivery in deliveries:
            for destination in graph.targets(delivery, "deliveryDestinationArn", frozenset({_TO})):
                leg.rests_on(destination)
                sinks = graph.targets(destination, "deliveryDestinationConfiguration", SINKS)
                if not sinks:
                    leg.lacks(
                        destination, destination.name, "it is nothing of the stack's: name a log group or a bucket"
                    )
                for sink in map(self.bucket, sinks):
                    leg.rests_on(sink)
                    hop = f"{source.name} -> {sink.name}"
                    if sink.type in GROUP:
                        self._let_in(sink, DELIVERER, Need(actions=WRITE, on=sink, what="write there"), hop, leg)
                    elif sink.type in BUCKET:
                        need = Need(actions=PUT, on=sink, what="write there")
                        self._grants.admits(self._policies.of(sink), "policy", DELIVERER, need, hop, leg)
                    yield sink


def _region(resource: Resource) -> object:
    return value(resource.props, "region")
