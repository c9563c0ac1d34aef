"""Certificate requests and certificates: self-signed, or signed by a local authority (RFC 5280)."""

import ipaddress
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sandbox.providers.base import ProviderError
from sandbox.providers.tls import keys
from sandbox.values import Properties

KEY_USAGES: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "cert_signing",
    "crl_signing",
    "encipher_only",
    "decipher_only",
)
EXTENDED_KEY_USAGES: Final[Mapping[str, x509.ObjectIdentifier]] = {
    "any_extended": ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    "server_auth": ExtendedKeyUsageOID.SERVER_AUTH,
    "client_auth": ExtendedKeyUsageOID.CLIENT_AUTH,
    "code_signing": ExtendedKeyUsageOID.CODE_SIGNING,
    "email_protection": ExtendedKeyUsageOID.EMAIL_PROTECTION,
    "ipsec_end_system": x509.ObjectIdentifier("1.3.6.1.5.5.7.3.5"),
    "ipsec_tunnel": x509.ObjectIdentifier("1.3.6.1.5.5.7.3.6"),
    "ipsec_user": x509.ObjectIdentifier("1.3.6.1.5.5.7.3.7"),
    "timestamping": ExtendedKeyUsageOID.TIME_STAMPING,
    "ocsp_signing": ExtendedKeyUsageOID.OCSP_SIGNING,
    "microsoft_commercial_code_signing": x509.ObjectIdentifier("1.3.6.1.4.1.311.2.1.22"),
    "microsoft_kernel_code_signing": x509.ObjectIdentifier("1.3.6.1.4.1.311.61.1.1"),
    "microsoft_server_gated_crypto": x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.3"),
    "netscape_server_gated_crypto": x509.ObjectIdentifier("2.16.840.1.113730.4.1"),
}
SUBJECT_FIELDS: Final[Mapping[str, x509.ObjectIdentifier]] = {
    "country": NameOID.COUNTRY_NAME,
    "organization": NameOID.ORGANIZATION_NAME,
    "organizationalUnit": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "locality": NameOID.LOCALITY_NAME,
    "province": NameOID.STATE_OR_PROVINCE_NAME,
    "streetAddresses": NameOID.STREET_ADDRESS,
    "postalCode": NameOID.POSTAL_CODE,
    "commonName": NameOID.COMMON_NAME,
    "serialNumber": NameOID.SERIAL_NUMBER,
    "emailAddress": NameOID.EMAIL_ADDRESS,
}
"""Parts of a subject in the order they stand in a certificate."""

SELF_SIGNED_DEFAULTS: Final[Properties] = {
    "earlyRenewalHours": 0,
    "isCaCertificate": False,
    "maxPathLength": -1,
    "setAuthorityKeyId": False,
    "setSubjectKeyId": False,
}
"""Defaults of the tls provider; a path length of -1 sets no limit."""
SIGNED_DEFAULTS: Final[Properties] = {
    name: value for name, value in SELF_SIGNED_DEFAULTS.items() if name != "setAuthorityKeyId"
}


def request(inputs: Properties) -> tuple[str, Properties]:
    """Make a certificate request; return its id and outputs."""
    key = keys.load(inputs["privateKeyPem"], "privateKeyPem")
    builder = x509.CertificateSigningRequestBuilder(_subject(inputs))
    if names := _alternative_names(inputs):
        builder = builder.add_extension(names, critical=False)
    made = builder.sign(key, keys.digest(key))
    outputs = {"keyAlgorithm": keys.algorithm(key), "certRequestPem": made.public_bytes(Encoding.PEM).decode()}
    return keys.state_hash(made.public_bytes(Encoding.DER)), {**inputs, **outputs}


def self_signed(inputs: Properties, now: datetime) -> tuple[str, Properties]:
    """Make a certificate that vouches for itself; return its id and outputs."""
    settings = {**SELF_SIGNED_DEFAULTS, **inputs}
    key = keys.load(inputs["privateKeyPem"], "privateKeyPem")
    subject = _subject(inputs)
    if settings["isCaCertificate"] and not subject:
        raise ProviderError("subject: an authority's certificate must name it (RFC 5280, 4.1.2.6)")
    builder = _builder(settings, now, subject, key.public_key(), _alternative_names(inputs)).issuer_name(subject)
    if settings["setAuthorityKeyId"]:
        if not settings["setSubjectKeyId"] and not settings["isCaCertificate"]:
            raise ProviderError("setAuthorityKeyId: the certificate has no subject key id; set setSubjectKeyId too")
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), False)
    made = builder.sign(key, keys.digest(key))
    return str(made.serial_number), {**settings, **_outputs(made), "keyAlgorithm": keys.algorithm(key)}


def locally_signed(inputs: Properties, now: datetime) -> tuple[str, Properties]:
    """Sign a certificate request with a local authority's key; return the certificate's id and outputs."""
    settings = {**SIGNED_DEFAULTS, **inputs}
    key = keys.load(inputs["caPrivateKeyPem"], "caPrivateKeyPem")
    try:
        authority = x509.load_pem_x509_certificate(inputs["caCertPem"].encode())
        asked = x509.load_pem_x509_csr(inputs["certRequestPem"].encode())
    except ValueError as error:
        raise ProviderError(f"caCertPem, certRequestPem: {error}") from None
    if authority.public_key() != key.public_key():
        raise ProviderError("caPrivateKeyPem: not the key of the certificate in caCertPem")
    if not asked.is_signature_valid:
        raise ProviderError("certRequestPem: its signature is not valid")
    public_key: Any = asked.public_key()
    names = next((part.value for part in asked.extensions if isinstance(part.value, x509.SubjectAlternativeName)), None)
    builder = _builder(settings, now, asked.subject, public_key, names).issuer_name(authority.subject)
    for extension in authority.extensions:
        if isinstance(extension.value, x509.SubjectKeyIdentifier):
            identifier = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(extension.value)
            builder = builder.add_extension(identifier, critical=False)
    made = builder.sign(key, keys.digest(key))
    return str(made.serial_number), {**settings, **_outputs(made), "caKeyAlgorithm": keys.algorithm(key)}


def ready_for_renewal(outputs: Mapping[str, Any], early_renewal_hours: int, now: datetime) -> bool:
    """Return whether the certificate has ended, or ends within *early_renewal_hours*."""
    end = datetime.fromisoformat(outputs["validityEndTime"])
    return now >= end - timedelta(hours=early_renewal_hours)


def _builder(
    settings: Mapping[str, Any],
    now: datetime,
    subject: x509.Name,
    public_key: Any,
    names: x509.SubjectAlternativeName | None,
) -> x509.CertificateBuilder:
    start = now.replace(microsecond=0)
    is_ca, length = settings["isCaCertificate"], settings["maxPathLength"]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(public_key)
        .serial_number(secrets.randbits(127) + 1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(hours=settings["validityPeriodHours"]))
        .add_extension(x509.BasicConstraints(is_ca, length if is_ca and length >= 0 else None), critical=True)
    )
    uses = settings["allowedUses"]
    if any(use in KEY_USAGES for use in uses):
        flags = [use in uses for use in KEY_USAGES]
        builder = builder.add_extension(x509.KeyUsage(*flags), critical=True)
    if extended := [EXTENDED_KEY_USAGES[use] for use in uses if use in EXTENDED_KEY_USAGES]:
        builder = builder.add_extension(x509.ExtendedKeyUsage(extended), critical=False)
    if is_ca or settings["setSubjectKeyId"]:
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    return builder.add_extension(names, critical=not subject) if names else builder


def _subject(inputs: Mapping[str, Any]) -> x509.Name:
    parts: list[x509.NameAttribute[str]] = []
    for field, value in (inputs.get("subject") or {}).items():
        for part in [value] if isinstance(value, str) else value:
            try:
                parts.append(x509.NameAttribute(SUBJECT_FIELDS[field], part))
            except ValueError as error:
                raise ProviderError(f"subject.{field}: {part!r}: {error}") from None
    order = list(SUBJECT_FIELDS.values())
    return x509.Name(sorted(parts, key=lambda part: order.index(part.oid)))


def _alternative_names(inputs: Mapping[str, Any]) -> x509.SubjectAlternativeName | None:
    names: list[x509.GeneralName] = [x509.DNSName(name) for name in inputs.get("dnsNames", [])]
    names += [x509.IPAddress(ipaddress.ip_address(address)) for address in inputs.get("ipAddresses", [])]
    names += [x509.UniformResourceIdentifier(uri) for uri in inputs.get("uris", [])]
    return x509.SubjectAlternativeName(names) if names else None


def _outputs(made: x509.Certificate) -> Properties:
    return {
        "certPem": made.public_bytes(Encoding.PEM).decode(),
        "readyForRenewal": False,
        "validityStartTime": f"{made.not_valid_before_utc:%Y-%m-%dT%H:%M:%SZ}",
        "validityEndTime": f"{made.not_valid_after_utc:%Y-%m-%dT%H:%M:%SZ}",
    }
