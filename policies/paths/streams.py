"""What Data Firehose delivers: into a bucket, and into a search domain by itself or by a function that it calls.

The packets into the domain are a path of their own. Whoever writes into a domain of fine-grained access must be known
inside it besides; AWS has no API for that, so something that the deployment calls must be told of the role (Amazon Data
Firehose Developer Guide, "Controlling access", "Transform source data"; Amazon OpenSearch Service Developer Guide,
"Fine-grained access control").
"""

from collections.abc import Sequence

from policies.graph import Graph, known
from policies.model import Resource
from policies.paths.functions import ALIAS, FUNCTION, behind
from policies.paths.grants import ROLE, Grants, Need
from policies.paths.leg import Leg, contained
from policies.paths.log_sources import BUCKET, PUT
from policies.paths.lookups import Referring
from policies.read import value

DOMAIN = frozenset({"aws:opensearch/domain:Domain"})
_KEY = frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})
_CALL = "aws:lambda/invocation:Invocation"
_SEARCHED, _KEPT = "opensearchConfiguration", "extendedS3Configuration"
_INDEX = ("es:eshttppost", "es:eshttpput")
_FIREHOSE, _LAMBDA = "firehose.amazonaws.com", "lambda.amazonaws.com"


class Streams:
    """The delivery streams of a stack."""

    def __init__(self, graph: Graph, grants: Grants) -> None:
        self._graph, self._grants = graph, grants
        self._told = Referring(graph, "input", by=(_CALL,), to=ROLE)

    def deliver(self, stream: Resource, leg: Leg) -> Sequence[Resource]:
        """Return the domains and buckets that *stream* delivers into, as the role that it has for each."""
        reached = [
            each for prop in (_SEARCHED, _KEPT) if prop in stream.props for each in self._configured(stream, prop, leg)
        ]
        if not reached:
            leg.lacks(stream, stream.name, "it delivers to nothing of the stack: give it a domain and a bucket")
        return reached

    def _configured(self, stream: Resource, prop: str, leg: Leg) -> Sequence[Resource]:
        graph = self._graph
        domains, buckets = graph.targets(stream, prop, DOMAIN), graph.targets(stream, prop, BUCKET)
        called = graph.targets(stream, prop, FUNCTION | ALIAS)
        role = self._grants.assumed(stream, prop, _FIREHOSE, stream.name, leg)
        wants = (
            (buckets, PUT, "write there"),
            (called, ("lambda:invokefunction",), "call it"),
            (graph.targets(stream, prop, _KEY), ("kms:generatedatakey",), "encrypt"),
        )
        for each, need in ((each, Need(actions=a, on=each, what=what)) for found, a, what in wants for each in found):
            leg.rests_on(each)
            if role:
                self._grants.allows(role, need, f"{stream.name} -> {each.name}", leg)
        for domain in domains:
            self._index(stream, role, _INDEX, domain, leg)
        if domains and known(stream.props, prop) and value(stream.props, f"{prop}.s3BackupMode") != "AllDocuments":
            mend = "it keeps only what the domain refuses: set s3_backup_mode to AllDocuments"
            leg.lacks(stream, stream.name, mend)
        functions = behind(graph, called, leg)
        return [*domains, *buckets, *(domain for each in functions for domain in self._called(each, leg))]

    def _called(self, function: Resource, leg: Leg) -> Sequence[Resource]:
        """Return the domains that *function* is told of, and writes into as its own role."""
        domains = self._graph.targets(function, "environment", DOMAIN)
        role = self._grants.assumed(function, "role", _LAMBDA, function.name, leg) if domains else None
        for domain in domains:
            self._index(function, role, _INDEX[:1], domain, leg)
        return domains

    @contained
    def _index(
        self, writer: Resource, role: Resource | None, actions: Sequence[str], domain: Resource, leg: Leg
    ) -> None:
        leg.rests_on(domain)
        if role is None:
            return
        hop, inside = f"{writer.name} -> {domain.name}", "advancedSecurityOptions"
        self._grants.allows(role, Need(actions=actions, on=domain, what="write documents"), hop, leg)
        masters = self._graph.targets(domain, inside, ROLE)
        if value(domain.props, f"{inside}.enabled") is not True or role.urn in [each.urn for each in masters]:
            return
        told = self._told.of(role)
        leg.rests_on_all(told)
        if not told:
            mend = f"nothing tells the domain of {role.name}: declare an Invocation that maps it inside"
            leg.lacks(domain, hop, mend)
