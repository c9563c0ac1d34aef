"""A distribution of CloudFront: from a name that it answers for to the origin that a path's behaviour names.

Where that is a group, any of its members may be asked (CloudFront Developer Guide, "Cache behavior settings", "Optimize
high availability with CloudFront origin failover", "Restrict access to an Amazon S3 origin").
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any

from policies.graph import Graph
from policies.model import Resource
from policies.paths.certificates import Certificates
from policies.paths.grants import Grants, Need
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Referring
from policies.paths.mesh_policies import Request
from policies.read import items, value

DISTRIBUTION = frozenset({"aws:cloudfront/distribution:Distribution"})
BUCKET, _BUCKET_POLICY = frozenset({"aws:s3/bucket:Bucket"}), "aws:s3/bucketPolicy:BucketPolicy"
_CONTROL = frozenset({"aws:cloudfront/originAccessControl:OriginAccessControl"})
_CERTIFICATE_REGION = "us-east-1"
_SERVICE = "cloudfront.amazonaws.com"


class Distributions:
    """The distributions of a stack."""

    def __init__(self, graph: Graph, certificates: Certificates, grants: Grants) -> None:
        self._graph, self._certificates, self._grants = graph, certificates, grants
        self._policies = Referring(graph, "bucket", by=(_BUCKET_POLICY,), to=BUCKET)

    def enter(self, distribution: Resource, request: Request, hop: str, leg: Leg) -> Sequence[str]:
        """Follow *request* into *distribution*; return the names that it asks in turn, but for buckets."""
        leg.rests_on(distribution)
        if request.host not in items(distribution.props, "aliases"):
            leg.lacks(distribution, hop, f"it doesn't answer for {request.host}: add it to its aliases")
        if value(distribution.props, "enabled") is not True:
            leg.lacks(distribution, hop, "it is switched off: enable it")
        self._certificates.show(distribution, "viewerCertificate", request.host, _CERTIFICATE_REGION, hop, leg)
        behaviors = [
            *(each for each in items(distribution.props, "orderedCacheBehaviors") if _for(each, request.path)),
            value(distribution.props, "defaultCacheBehavior", {}),
        ]
        named = value(behaviors[0], "targetOriginId")
        members = [
            value(each, "originId")
            for group in items(distribution.props, "originGroups")
            if value(group, "originId") == named
            for each in items(group, "members")
        ]
        origins = {value(each, "originId"): each for each in items(distribution.props, "origins")}
        for asked in members or [named]:
            if asked not in origins:
                leg.lacks(
                    distribution, hop, f"it has no origin {asked}: declare one, or correct the behaviour's target"
                )
        found = [origins[asked] for asked in members or [named] if asked in origins]
        return [str(value(each, "domainName")) for each in found if "customOriginConfig" in each]

    @contained
    def read(self, distribution: Resource, bucket: Resource, hop: str, leg: Leg) -> None:
        """Follow a request for a file to *bucket*, which answers signed requests of *distribution*."""
        if bucket.urn not in [each.urn for each in self._graph.targets(distribution, "origins", BUCKET)]:
            leg.lacks(distribution, hop, f"none of its origins is {bucket.name}: add it to them")
        leg.rests_on(bucket)
        controls = self._graph.targets(distribution, "origins", _CONTROL)
        leg.rests_on_all(controls)
        if not controls:
            leg.lacks(distribution, hop, "it signs no requests of buckets: give its origins an OriginAccessControl")
        need = Need(actions=("s3:getobject",), on=bucket, what="read its objects")
        self._grants.admits(self._policies.of(bucket), "policy", _SERVICE, need, f"{hop} -> {bucket.name}", leg)


def _for(behavior: Any, path: str) -> bool:
    pattern = str(value(behavior, "pathPattern", "*"))
    return fnmatchcase(path, pattern) or fnmatchcase(path.lstrip("/"), pattern)
