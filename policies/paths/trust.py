"""Truststores: what a domain that asks for client certificates knows their issuers by.

It must hold every authority from the one that issues to the root, for a client shows its own certificate alone (API
Gateway Developer Guide, "How to turn on mutual TLS authentication for your REST APIs", "Configuring your truststore").
"""

from policies.graph import Graph, known, texts
from policies.model import Resource
from policies.paths.leg import Leg, contained
from policies.read import value

_BUCKET = frozenset({"aws:s3/bucket:Bucket"})
_OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
_SIGNED, _ROOT = "tls:index/locallySignedCert:LocallySignedCert", "tls:index/selfSignedCert:SelfSignedCert"
_INSTALLED = "aws:acmpca/certificateAuthorityCertificate:CertificateAuthorityCertificate"
_AUTHORITY = frozenset({"aws:acmpca/certificateAuthority:CertificateAuthority"})


class Truststores:
    """The truststores of a stack, and its authorities."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._objects = graph.of((_OBJECT,))

    @contained
    def follow(self, domain: Resource, hop: str, leg: Leg) -> None:
        """Follow a client's certificate to what *domain* trusts, where it asks for one."""
        if "mutualTlsAuthentication" not in domain.props:
            return
        stored = self._stored(domain)
        if stored is None:
            leg.lacks(domain, hop, "its truststore isn't there: declare the object with the authorities' certificates")
            return
        leg.rests_on(stored)
        leg.rests_on_all(self._graph.targets(stored, "bucket", _BUCKET))
        content = known(stored.props, "content")
        for authority in self._authorities():
            held = known(authority.props, "certPem") or known(authority.props, "certificate")
            named = set(stored.property_dependencies.get("content", ()))
            issuers = self._graph.targets(authority, "certificateAuthorityArn", _AUTHORITY)
            if named & {authority.urn, *(each.urn for each in issuers)} or (
                isinstance(content, str) and isinstance(held, str) and held.strip() in content
            ):
                leg.rests_on(authority)
            else:
                leg.lacks(stored, hop, f"the authority {authority.name} isn't in the truststore: add its certificate")

    def _stored(self, domain: Resource) -> Resource | None:
        named = set(domain.property_dependencies.get("mutualTlsAuthentication", ()))
        uris = set(texts(domain.props, "mutualTlsAuthentication"))
        for each in self._objects:
            if each.urn in named or f"s3://{known(each.props, 'bucket')}/{known(each.props, 'key')}" in uris:
                return each
        return None

    def _authorities(self) -> list[Resource]:
        """Return the certificates of authorities: of roots and of those below them."""
        made = [each for each in self._graph.of((_SIGNED, _ROOT)) if value(each.props, "isCaCertificate") is True]
        return [*made, *self._graph.of((_INSTALLED,))]
