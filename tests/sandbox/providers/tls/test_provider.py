"""Keys and certificates: what they say is what was asked for, and they verify."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
    load_ssh_private_key,
    load_ssh_public_key,
    ssh_key_fingerprint,
)
from cryptography.x509.verification import PolicyBuilder, Store
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.providers.base import Fidelity, ProviderError, Resource
from sandbox.providers.tls import TlsProvider
from sandbox.values import UNKNOWN, Properties

NOW = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)
KEY, REQUEST = "tls:index/privateKey:PrivateKey", "tls:index/certRequest:CertRequest"
SELF_SIGNED, SIGNED = "tls:index/selfSignedCert:SelfSignedCert", "tls:index/locallySignedCert:LocallySignedCert"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def resource(type_token: str) -> Resource:
    return Resource(urn=f"urn:pulumi:test::groot::{type_token}::it", type=type_token, name="it")


def create(type_token: str, **inputs: Any) -> tuple[str, Properties]:
    provider, what = TlsProvider(Clock()), resource(type_token)
    return provider.create(what, provider.check(what, {}, inputs))


@pytest.fixture(scope="module")
def key_pem() -> str:
    return create(KEY, algorithm="ECDSA", ecdsaCurve="P256")[1]["privateKeyPem"]


ALGORITHMS = [
    ({"algorithm": "RSA"}, rsa.RSAPrivateKey, "BEGIN RSA PRIVATE KEY"),
    ({"algorithm": "ECDSA", "ecdsaCurve": "P256"}, ec.EllipticCurvePrivateKey, "BEGIN EC PRIVATE KEY"),
    ({"algorithm": "ECDSA", "ecdsaCurve": "P384"}, ec.EllipticCurvePrivateKey, "BEGIN EC PRIVATE KEY"),
    ({"algorithm": "ECDSA", "ecdsaCurve": "P521"}, ec.EllipticCurvePrivateKey, "BEGIN EC PRIVATE KEY"),
    ({"algorithm": "ED25519"}, ed25519.Ed25519PrivateKey, "BEGIN PRIVATE KEY"),
]


@pytest.mark.parametrize(("inputs", "kind", "preamble"), ALGORITHMS)
def test_every_form_of_a_key_holds_the_same_key(inputs: dict[str, str], kind: type, preamble: str) -> None:
    identifier, outputs = create(KEY, **inputs)
    key = load_pem_private_key(outputs["privateKeyPem"].encode(), None)

    assert isinstance(key, kind)
    assert preamble in outputs["privateKeyPem"]
    assert "BEGIN PRIVATE KEY" in outputs["privateKeyPemPkcs8"]
    public = key.public_key()
    assert load_pem_private_key(outputs["privateKeyPemPkcs8"].encode(), None).public_key() == public
    assert load_ssh_private_key(outputs["privateKeyOpenssh"].encode(), None).public_key() == public
    assert load_pem_public_key(outputs["publicKeyPem"].encode()) == public
    assert load_ssh_public_key(outputs["publicKeyOpenssh"].encode()) == public
    assert outputs["publicKeyOpenssh"].endswith("\n")
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert identifier == hashlib.sha1(spki.strip()).hexdigest()
    assert outputs["publicKeyFingerprintSha256"].startswith("SHA256:")
    assert len(outputs["publicKeyFingerprintMd5"].split(":")) == 16


def test_fingerprints_are_those_that_openssh_prints() -> None:
    _, outputs = create(KEY, algorithm="ED25519")
    public = load_ssh_public_key(outputs["publicKeyOpenssh"].encode())
    assert isinstance(public, ed25519.Ed25519PublicKey)
    assert outputs["publicKeyFingerprintMd5"] == ssh_key_fingerprint(public, hashes.MD5()).hex(":")


def test_defaults_are_the_tls_provider_s() -> None:
    assert create(KEY, algorithm="RSA")[1]["rsaBits"] == 2048
    _, outputs = create(KEY, algorithm="ECDSA")
    key = load_pem_private_key(outputs["privateKeyPem"].encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.key_size == 224
    assert outputs["privateKeyOpenssh"] == outputs["publicKeyOpenssh"] == outputs["publicKeyFingerprintMd5"] == ""


names = st.lists(st.text("abcxyz", min_size=1, max_size=5), min_size=2, max_size=4).map(".".join)
words = st.text(st.characters(min_codepoint=33, max_codepoint=122), min_size=1, max_size=30)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dns_names=st.lists(names, max_size=4, unique=True),
    addresses=st.lists(st.ip_addresses().map(str), max_size=3, unique=True),
    subject=st.fixed_dictionaries(
        {"commonName": words}, optional={"organization": words, "streetAddresses": st.lists(words, max_size=3)}
    ),
    hours=st.integers(1, 100_000),
)
def test_certificate_says_what_was_asked_for_whatever_it_is(
    key_pem: str, dns_names: list[str], addresses: list[str], subject: Properties, hours: int
) -> None:
    asked = {"subject": subject, "dnsNames": dns_names, "ipAddresses": addresses}
    authority = {"privateKeyPem": key_pem, "subject": {"commonName": "root"}, "isCaCertificate": True}
    _, root = create(SELF_SIGNED, allowedUses=["cert_signing"], validityPeriodHours=hours, **authority)
    _, request = create(REQUEST, privateKeyPem=key_pem, **asked)
    signer = {"caPrivateKeyPem": key_pem, "caCertPem": root["certPem"], "certRequestPem": request["certRequestPem"]}
    identifier, outputs = create(SIGNED, allowedUses=["server_auth"], validityPeriodHours=hours, **signer)

    made = x509.load_pem_x509_certificate(outputs["certPem"].encode())
    made.verify_directly_issued_by(x509.load_pem_x509_certificate(root["certPem"].encode()))
    assert str(made.serial_number) == identifier
    assert made.not_valid_after_utc - made.not_valid_before_utc == timedelta(hours=hours)
    assert outputs["validityStartTime"] == "2026-05-01T12:00:00Z"
    streets = made.subject.get_attributes_for_oid(x509.NameOID.STREET_ADDRESS)
    assert [street.value for street in streets] == subject.get("streetAddresses", [])
    if dns_names or addresses:
        told = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert told.get_values_for_type(x509.DNSName) == dns_names
        assert [str(address) for address in told.get_values_for_type(x509.IPAddress)] == addresses


@pytest.mark.parametrize(("inputs", "_kind", "_preamble"), ALGORITHMS)
def test_chain_is_one_that_a_client_accepts(inputs: dict[str, str], _kind: type, _preamble: str) -> None:
    _, root_key = create(KEY, **inputs)
    _, leaf_key = create(KEY, algorithm="ECDSA", ecdsaCurve="P256")
    uses = {"allowedUses": ["cert_signing", "crl_signing"], "validityPeriodHours": 24}
    authority = {"isCaCertificate": True, "setAuthorityKeyId": True, "maxPathLength": 0}
    _, root = create(
        SELF_SIGNED, privateKeyPem=root_key["privateKeyPem"], subject={"commonName": "groot"}, **uses, **authority
    )
    _, request = create(REQUEST, privateKeyPem=leaf_key["privateKeyPem"], dnsNames=["api.groot.test"])
    _, leaf = create(
        SIGNED,
        caPrivateKeyPem=root_key["privateKeyPem"],
        caCertPem=root["certPem"],
        certRequestPem=request["certRequestPem"],
        allowedUses=["digital_signature", "server_auth"],
        validityPeriodHours=1,
    )

    anchor = x509.load_pem_x509_certificate(root["certPem"].encode())
    certificate = x509.load_pem_x509_certificate(leaf["certPem"].encode())
    assert root["keyAlgorithm"] == leaf["caKeyAlgorithm"] == inputs["algorithm"]
    constraints = anchor.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (constraints.ca, constraints.path_length) == (True, 0)
    certificate.verify_directly_issued_by(anchor)
    if inputs["algorithm"] == "ECDSA" and inputs["ecdsaCurve"] != "P521":  # the curves that web clients accept
        verifier = PolicyBuilder().store(Store([anchor])).time(NOW + timedelta(minutes=1))
        verifier.build_server_verifier(x509.DNSName("api.groot.test")).verify(certificate, [])


def test_authority_that_does_not_fit_its_key_is_refused(key_pem: str) -> None:
    _, other = create(KEY, algorithm="ED25519")
    subject = {"subject": {"commonName": "root"}, "allowedUses": [], "validityPeriodHours": 1}
    _, root = create(SELF_SIGNED, privateKeyPem=other["privateKeyPem"], isCaCertificate=True, **subject)
    _, request = create(REQUEST, privateKeyPem=key_pem)
    with pytest.raises(ProviderError, match="caPrivateKeyPem: not the key of the certificate"):
        create(
            SIGNED,
            caPrivateKeyPem=key_pem,
            caCertPem=root["certPem"],
            certRequestPem=request["certRequestPem"],
            allowedUses=[],
            validityPeriodHours=1,
        )


def test_renewal_is_due_in_the_last_hours_and_replaces_the_certificate(key_pem: str) -> None:
    clock = Clock()
    provider, what = TlsProvider(clock), resource(SELF_SIGNED)
    inputs = {
        "privateKeyPem": key_pem,
        "allowedUses": ["server_auth"],
        "validityPeriodHours": 10,
        "earlyRenewalHours": 2,
    }
    identifier, outputs = provider.create(what, provider.check(what, {}, inputs))
    assert outputs["readyForRenewal"] is False

    clock.now = NOW + timedelta(hours=7, minutes=59)
    assert not provider.diff(what, identifier, inputs, outputs, inputs).changed
    clock.now = NOW + timedelta(hours=8)
    diff = provider.diff(what, identifier, inputs, outputs, inputs)
    assert (diff.changed, diff.replaces) == (["readyForRenewal"], ["readyForRenewal"])
    live = provider.read(what, identifier, inputs, outputs)
    assert live is not None
    assert live.outputs == {**outputs, "readyForRenewal": True}


def test_only_the_renewal_time_changes_in_place(key_pem: str) -> None:
    provider, what = TlsProvider(Clock()), resource(SELF_SIGNED)
    old = {"privateKeyPem": key_pem, "allowedUses": ["server_auth"], "validityPeriodHours": 10}
    identifier, outputs = provider.create(what, old)

    later = {**old, "earlyRenewalHours": 3}
    in_place = provider.diff(what, identifier, old, outputs, later)
    assert (in_place.changed, in_place.replaces) == (["earlyRenewalHours"], [])
    updated = provider.update(what, identifier, old, outputs, later)
    assert updated["earlyRenewalHours"] == 3
    assert updated["certPem"] == outputs["certPem"]
    assert provider.diff(what, identifier, old, outputs, {**old, "validityPeriodHours": 11}).replaces == [
        "validityPeriodHours"
    ]


def test_preview_knows_the_defaults_and_nothing_that_is_made() -> None:
    provider, what = TlsProvider(Clock()), resource(KEY)
    told = provider.preview(what, {"algorithm": "RSA"}, {})
    assert told["rsaBits"] == 2048
    assert told["privateKeyPem"] is UNKNOWN
    assert told["publicKeyPem"] is UNKNOWN


@pytest.mark.parametrize(
    ("type_token", "inputs", "message"),
    [
        (KEY, {}, "algorithm: required"),
        (KEY, {"algorithm": "DSA"}, "algorithm: 'DSA' is none of RSA, ECDSA, ED25519"),
        (KEY, {"algorithm": "ECDSA", "ecdsaCurve": "P255"}, "ecdsaCurve: 'P255' is none of P224"),
        (KEY, {"algorithm": "RSA", "bits": 1}, "bits: not a property"),
        (REQUEST, {"privateKeyPem": "x", "subject": {"name": "me"}}, "subject: 'name' is none of country"),
        (REQUEST, {"privateKeyPem": "-----BEGIN"}, "privateKeyPem: not an unencrypted private key in PEM"),
        (
            SELF_SIGNED,
            {"privateKeyPem": "x", "allowedUses": ["everything"], "validityPeriodHours": 1},
            "allowedUses: 'everything' is none of",
        ),
        ("tls:index/other:Other", {}, "not one of tls:index/privateKey:PrivateKey"),
    ],
)
def test_bad_input_is_refused_by_name(type_token: str, inputs: Properties, message: str) -> None:
    with pytest.raises(ProviderError, match=message):
        create(type_token, **inputs)


def test_bad_part_of_a_subject_is_named(key_pem: str) -> None:
    with pytest.raises(ProviderError, match=r"subject\.country: 'Norway'"):
        create(REQUEST, privateKeyPem=key_pem, subject={"country": "Norway"})


def test_unknown_inputs_pass_the_check() -> None:
    provider, what = TlsProvider(Clock()), resource(SELF_SIGNED)
    inputs = {"privateKeyPem": UNKNOWN, "allowedUses": UNKNOWN, "validityPeriodHours": 1}
    assert provider.check(what, {}, inputs) == inputs


def test_every_listed_type_is_real_and_nothing_can_be_imported() -> None:
    provider = TlsProvider(Clock())
    assert {provider.fidelity(token) for token in (KEY, REQUEST, SELF_SIGNED, SIGNED)} == {Fidelity.REAL}
    with pytest.raises(ProviderError, match="cannot be imported"):
        provider.read(resource(KEY), "id", {}, {})
