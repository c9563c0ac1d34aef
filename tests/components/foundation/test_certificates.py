import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from settings import DataClass, Region
from tests.components.foundation.room import ABROAD, DOMAIN, HOME, Room
from tests.components.site import ACCOUNT, key, topic

BOTH = pytest.mark.parametrize("region", [HOME, ABROAD], ids=lambda region: region.name)


@BOTH
def test_every_region_has_a_certificate_for_all_names(room: Room, region: Region) -> None:
    arn = room.output("certificates")[region.name]
    certificate = room.boto("acm", region).describe_certificate(CertificateArn=arn)["Certificate"]
    assert certificate["DomainName"] == DOMAIN
    assert set(certificate["SubjectAlternativeNames"]) == {DOMAIN, f"api.{DOMAIN}"}


def test_one_record_for_each_name_validates_all_regions(room: Room) -> None:
    records = room.boto("route53").list_resource_record_sets(HostedZoneId=room.output("zone"))["ResourceRecordSets"]
    published = {record["Name"].rstrip(".") for record in records if record["Type"] == "CNAME"}
    for region in (HOME, ABROAD):
        arn = room.output("certificates")[region.name]
        certificate = room.boto("acm", region).describe_certificate(CertificateArn=arn)["Certificate"]
        wanted = {option["ResourceRecord"]["Name"].rstrip(".") for option in certificate["DomainValidationOptions"]}
        assert published == wanted


@BOTH
def test_certificate_that_was_not_renewed_rings(room: Room, region: Region) -> None:
    alarm = room.alarm(f"certificates-{region.name}-expiry", region)
    assert (alarm["MetricName"], alarm["Threshold"]) == ("DaysToExpiry", 30)
    assert alarm["ComparisonOperator"] == "LessThanOrEqualToThreshold"
    assert alarm["AlarmActions"] == [topic(region)]


@BOTH
def test_issuer_is_signed_by_the_root_and_works(room: Room, region: Region) -> None:
    pca = room.boto("acm-pca", region)
    arn = room.output("issuers")[region.name]
    assert pca.describe_certificate_authority(CertificateAuthorityArn=arn)["CertificateAuthority"]["Status"] == "ACTIVE"
    installed = pca.get_certificate_authority_certificate(CertificateAuthorityArn=arn)
    issuer = x509.load_pem_x509_certificate(installed["Certificate"].encode())
    issuer.verify_directly_issued_by(x509.load_pem_x509_certificate(room.output("rootCertificate").encode()))


@BOTH
def test_issuer_signs_its_regions_mesh_which_signs_no_further_authority(room: Room, region: Region) -> None:
    certificate = room.resources[f"authority-issuer-{region.name}-certificate"]
    assert certificate["templateArn"].endswith("SubordinateCACertificate_PathLen1/V1")
    assert certificate["validity"] == {"type": "YEARS", "value": "5"}


def test_chain_holds_each_issuer_and_last_the_root_so_that_a_client_of_any_region_is_known(room: Room) -> None:
    chain = x509.load_pem_x509_certificates(room.output("chain").encode())
    *issuers, root = chain
    assert root == x509.load_pem_x509_certificate(room.output("rootCertificate").encode())
    installed = [
        room.boto("acm-pca", region).get_certificate_authority_certificate(
            CertificateAuthorityArn=room.output("issuers")[region.name]
        )["Certificate"]
        for region in (HOME, ABROAD)
    ]
    assert issuers == [x509.load_pem_x509_certificate(each.encode()) for each in installed]


@BOTH
def test_revocations_are_published_by_list_and_by_responder(room: Room, region: Region) -> None:
    found = room.boto("acm-pca", region).describe_certificate_authority(
        CertificateAuthorityArn=room.output("issuers")[region.name]
    )["CertificateAuthority"]["RevocationConfiguration"]
    assert found["OcspConfiguration"]["Enabled"]
    assert (found["CrlConfiguration"]["Enabled"], found["CrlConfiguration"]["ExpirationInDays"]) == (True, 7)
    bucket = found["CrlConfiguration"]["S3BucketName"]
    s3 = room.boto("s3", region)
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    rule = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] == key(region, DataClass.INTERNAL)
    statements = {one["Sid"]: one for one in json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]}
    assert statements["AuthorityPublishes"]["Principal"] == {"Service": ["acm-pca.amazonaws.com"]}
    assert statements["AuthorityPublishes"]["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert statements["OnlyOverTls"]["Effect"] == "Deny"


@BOTH
def test_list_that_cannot_be_published_rings(room: Room, region: Region) -> None:
    alarm = room.alarm(f"authority-issuer-{region.name}-revocation-list", region)
    assert alarm["MetricName"] == "MisconfiguredCRLBucket"
    assert alarm["AlarmActions"] == [topic(region)]


def test_internal_issuer_is_signed_by_the_internal_root(room: Room) -> None:
    root = x509.load_pem_x509_certificate(room.output("internalRoot").encode())
    issuer = x509.load_pem_x509_certificate(room.output("internalIssuer").encode())
    issuer.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    for certificate in (root, issuer):
        assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert (issuer.not_valid_after_utc - issuer.not_valid_before_utc).days == 365


def test_internal_issuers_key_fits_its_certificate_and_never_shows(room: Room) -> None:
    assert room.output("internalIssuerKey") == "[secret]"
    key = load_pem_private_key(room.resources["internal"]["issuer_key_pem"].encode(), None)
    issuer = x509.load_pem_x509_certificate(room.output("internalIssuer").encode())
    assert isinstance(key, EllipticCurvePrivateKey)
    assert key.public_key() == issuer.public_key()
    body = room.resources["internal"]["issuer_key_pem"].splitlines()[1].encode()
    exported = b"".join(file.read_bytes() for file in (room.folder / ".sandbox").rglob("*") if file.is_file())
    assert body not in exported
