"""Private Certificate Authority."""

from collections.abc import Mapping
from typing import Any

from cryptography import x509

from sandbox.providers.aws import tags, templates
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Aspect, Call, Find, Look, Read, Run, Type
from sandbox.values import Properties

_BY_ARN = {"CertificateAuthorityArn": ID}
_AUTHORITY = Read("describe_certificate_authority", _BY_ARN, result="CertificateAuthority")


def _describe(act: Act) -> Mapping[str, Any] | None:
    found = act.look(_AUTHORITY)
    return None if found is None or found["Status"] == "DELETED" else found


def _find_authority(act: Act) -> Mapping[str, Any] | None:
    """Return the newest authority with the tags: one that replaces another carries the same."""
    own = tags.identity(act.inputs)
    found: list[Mapping[str, Any]] = []
    for authority in act.pages("list_certificate_authorities")["CertificateAuthorities"] if own else ():
        if authority["Status"] == "DELETED":
            continue
        listed = act.call("list_tags", CertificateAuthorityArn=authority["Arn"])["Tags"]
        if own.items() <= {tag["Key"]: tag["Value"] for tag in listed}.items():
            found.append(authority)
    return max(found, key=lambda authority: authority["CreatedAt"], default=None)


def _request(act: Act) -> str:
    """Return the authority's own request for a certificate."""
    known = act.outputs.get("certificateSigningRequest")
    if isinstance(known, str):
        return known
    if not act.id:
        raise templates.UnknownValueError("certificateSigningRequest")
    return act.call("get_certificate_authority_csr", CertificateAuthorityArn=act.id)["Csr"]


def _enable(act: Act) -> None:
    status = "DISABLED" if act.inputs.get("enabled") is False else "ACTIVE"
    act.call("update_certificate_authority", CertificateAuthorityArn=act.id, Status=status)


def _delete_authority(act: Act) -> None:
    """Disable and delete: a working authority can't be deleted."""
    found = act.look(_AUTHORITY)
    if found and found["Status"] == "ACTIVE":
        act.call("update_certificate_authority", CertificateAuthorityArn=act.id, Status="DISABLED")
    days = act.inputs.get("permanentDeletionTimeInDays")
    window: Properties = {"PermanentDeletionTimeInDays": int(days)} if days else {}
    act.call("delete_certificate_authority", CertificateAuthorityArn=act.id, **window)


AUTHORITY = Type(
    "aws:acmpca/certificateAuthority:CertificateAuthority",
    service="acm-pca",
    id="CertificateAuthorityArn",
    create=Call("create_certificate_authority", rename={"type": "CertificateAuthorityType"}),
    read=Look(_describe, _AUTHORITY),
    delete=Run(_delete_authority, takes={"permanentDeletionTimeInDays"}),
    find=Find(Look(_find_authority, Read("list_certificate_authorities", result="CertificateAuthorities")), "Arn"),
    aspects=(
        Aspect(
            {"revocationConfiguration"},
            put=Call("update_certificate_authority", _BY_ARN),
            created=True,
        ),
        Aspect(
            {"enabled"},
            put=Run(_enable),
            clear=Run(_enable),
            when=lambda inputs: inputs.get("enabled") is False,
        ),
    ),
    tags=tags.tagged_by(
        _BY_ARN,
        put="tag_certificate_authority",
        remove="untag_certificate_authority",
        read="list_tags",
        keys=tags.listed_keys(),
    ),
    outputs={
        "arn": "{id}",
        "certificateSigningRequest": _request,
        "notAfter": "NotAfter",
        "notBefore": "NotBefore",
        "serial": "Serial",
    },
    replaces={"certificateAuthorityConfiguration", "keyStorageSecurityStandard", "type", "usageMode"},
    defaults={"type": "SUBORDINATE"},
    local={"permanentDeletionTimeInDays"},
    forgotten={
        "enabled": "the emulator tells a new authority's state, which is pending, in the same place",
        "usageMode": "the emulator tells every authority as short-lived",
    },
)


def _revoke(act: Act) -> None:
    """Revoke the certificate, all that AWS has for being rid of one; a root's own can't be."""
    certificate = x509.load_pem_x509_certificate(str(act["certificate"]).encode())
    if certificate.issuer == certificate.subject:
        return
    act.call(
        "revoke_certificate",
        CertificateAuthorityArn=act["certificateAuthorityArn"],
        CertificateSerial=f"{certificate.serial_number:x}",
        RevocationReason="UNSPECIFIED",
    )


_ASKED = frozenset(
    {
        "apiPassthrough",
        "certificateAuthorityArn",
        "certificateSigningRequest",
        "signingAlgorithm",
        "templateArn",
        "validity",
    }
)
"""All that is given: AWS tells the certificate alone, and never changes one."""
_ISSUED = Read("get_certificate", {"CertificateAuthorityArn": "{certificateAuthorityArn}", "CertificateArn": ID})
CERTIFICATE = Type(
    "aws:acmpca/certificate:Certificate",
    service="acm-pca",
    id="CertificateArn",
    create=Call("issue_certificate", rename={"certificateSigningRequest": "Csr"}),
    read=_ISSUED,
    delete=Run(_revoke, takes={"certificateAuthorityArn"}),
    find=Find(Look(lambda _: None, _ISSUED), "CertificateArn"),
    outputs={"arn": "{id}", "certificate": "Certificate", "certificateChain": "CertificateChain"},
    replaces=_ASKED,
    write_only=_ASKED,
)
"""AWS lists no issued certificates, so that one left by an interrupted create is never found; nothing uses it."""

INSTALLATION = Type(
    "aws:acmpca/certificateAuthorityCertificate:CertificateAuthorityCertificate",
    service="acm-pca",
    id="{certificateAuthorityArn}",
    create=Call("import_certificate_authority_certificate"),
    read=Read("get_certificate_authority_certificate", _BY_ARN),
    update=Call("import_certificate_authority_certificate"),
    delete=None,
    replaces={"certificateAuthorityArn"},
    write_only={"certificateAuthorityArn"},
)

TYPES = (AUTHORITY, CERTIFICATE, INSTALLATION)
