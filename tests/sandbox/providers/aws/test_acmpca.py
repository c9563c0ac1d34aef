from typing import Any

from cryptography import x509

from tests.sandbox.providers.aws.bench import Bench, Deployed

AUTHORITY = "aws:acmpca/certificateAuthority:CertificateAuthority"
CERTIFICATE = "aws:acmpca/certificate:Certificate"
INSTALLATION = "aws:acmpca/certificateAuthorityCertificate:CertificateAuthorityCertificate"
ALGORITHM = "SHA384WITHECDSA"
ROOT = "arn:aws:acm-pca:::template/RootCACertificate/V1"
ISSUER = "arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1"


def authority(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "certificateAuthorityConfiguration": {
            "keyAlgorithm": "EC_secp384r1",
            "signingAlgorithm": ALGORITHM,
            "subject": {"commonName": name, "organization": "groot"},
        },
        "permanentDeletionTimeInDays": 7,
        "tags": {"Name": name},
        **more,
    }


def signed(bench: Bench, subject: Deployed, signer: Deployed, template: str) -> Deployed:
    return bench.deploy(
        CERTIFICATE,
        certificateAuthorityArn=signer.id,
        certificateSigningRequest=subject.outputs["certificateSigningRequest"],
        signingAlgorithm=ALGORITHM,
        templateArn=template,
        validity={"type": "YEARS", "value": "5"},
    )


def test_authority_lives(bench: Bench) -> None:
    bench.boto("s3").create_bucket(Bucket="revoked")
    published = {"crlConfiguration": {"enabled": True, "expirationInDays": 7, "s3BucketName": "revoked"}}
    inputs = authority("lives", "ROOT", revocationConfiguration={"ocspConfiguration": {"enabled": True}})
    changes = {"revocationConfiguration": published, "tags": {"Name": "lives", "a": "b"}}
    bench.lives(AUTHORITY, inputs, changes)


def test_another_subject_is_another_authority(bench: Bench) -> None:
    made = bench.deploy(AUTHORITY, **authority("subject", "ROOT"))
    other = authority("other", "ROOT")["certificateAuthorityConfiguration"]
    assert list(made.diff(certificateAuthorityConfiguration=other).replaces) == ["certificateAuthorityConfiguration"]


def test_issuer_works_once_its_certificate_is_installed(bench: Bench) -> None:
    root = bench.deploy(AUTHORITY, **authority("root", "ROOT"))
    own = signed(bench, root, root, ROOT)
    bench.deploy(INSTALLATION, certificateAuthorityArn=root.id, certificate=own.outputs["certificate"])
    issuer = bench.deploy(AUTHORITY, **authority("issuer", "SUBORDINATE"))
    certificate = signed(bench, issuer, root, ISSUER)
    installed = bench.deploy(
        INSTALLATION,
        certificateAuthorityArn=issuer.id,
        certificate=certificate.outputs["certificate"],
        certificateChain=certificate.outputs["certificateChain"],
    )
    found = bench.boto("acm-pca").describe_certificate_authority(CertificateAuthorityArn=issuer.id)
    assert found["CertificateAuthority"]["Status"] == "ACTIVE"
    parsed = x509.load_pem_x509_certificate(certificate.outputs["certificate"].encode())
    assert "CN=root" in parsed.issuer.rfc4514_string()
    assert installed.found() == issuer.id
    for made in (certificate, own):
        made.delete()


def test_working_authority_can_be_deleted(bench: Bench) -> None:
    root = bench.deploy(AUTHORITY, **authority("working", "ROOT"))
    own = signed(bench, root, root, ROOT)
    bench.deploy(INSTALLATION, certificateAuthorityArn=root.id, certificate=own.outputs["certificate"])
    root.delete()
    assert root.read() is None
    assert root.found() is None
