"""Certificates that show a name: issued for it, in the region of what shows them, and validated.

A wildcard stands for one label (AWS Certificate Manager User Guide, "Wildcard names"); CloudFront takes certificates of
us-east-1 alone (CloudFront Developer Guide, "Requirements for using SSL/TLS certificates with CloudFront").
"""

from policies.graph import Graph
from policies.model import Resource
from policies.paths.leg import Leg, contained
from policies.paths.lookups import Referring
from policies.read import items, value

_CERTIFICATE = frozenset({"aws:acm/certificate:Certificate"})
_VALIDATION = frozenset({"aws:acm/certificateValidation:CertificateValidation"})
_RECORD = frozenset({"aws:route53/record:Record"})


class Certificates:
    """The certificates of a stack."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._validations = Referring(graph, "certificateArn", by=_VALIDATION, to=_CERTIFICATE)

    @contained
    def show(self, holder: Resource, prop: str, host: str, region: object, hop: str, leg: Leg) -> None:
        """Follow a handshake for *host* with *holder*, which shows the certificate that *prop* names, in *region*."""
        named = self._graph.targets(holder, prop, _CERTIFICATE | _VALIDATION)
        certificates = {
            each.urn: each
            for one in named
            for each in (
                (one,) if one.type in _CERTIFICATE else self._graph.targets(one, "certificateArn", _CERTIFICATE)
            )
        }
        if not certificates:
            leg.lacks(holder, hop, f"it shows no certificate of the stack: give it one for {host}")
        for certificate in certificates.values():
            leg.rests_on(certificate)
            names = [value(certificate.props, "domainName"), *items(certificate.props, "subjectAlternativeNames")]
            if not any(covers(str(name), host) for name in names):
                listed = ", ".join(map(str, names))
                leg.lacks(certificate, hop, f"it is for {listed} and not for {host}: add the name, or show another one")
            if value(certificate.props, "region") != region:
                leg.lacks(certificate, hop, f"it is not of {region}: show one that stands where it is shown")
            self._validate(certificate, hop, leg)

    @contained
    def _validate(self, certificate: Resource, hop: str, leg: Leg) -> None:
        if value(certificate.props, "certificateAuthorityArn") is not None:
            return
        validations = self._validations.of(certificate)
        leg.rests_on_all(validations)
        if not validations:
            leg.lacks(
                certificate, hop, "nobody awaits that it is issued: declare a CertificateValidation with its records"
            )
        for validation in validations:
            records = self._graph.targets(validation, "validationRecordFqdns", _RECORD)
            leg.rests_on_all(records)
            if not records:
                leg.lacks(validation, hop, "no record of the stack proves the name: declare the validation's Record")


def covers(name: str, host: str) -> bool:
    """Return whether a certificate for *name* is one for *host*."""
    if name.startswith("*."):
        return host.partition(".")[2] == name[2:]
    return name == host
