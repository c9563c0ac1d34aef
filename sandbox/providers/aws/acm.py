"""Certificate Manager: public certificates, and waiting for their validation."""

from collections.abc import Mapping
from typing import Any

from sandbox.providers.aws import tags
from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import ID, Call, Find, From, Look, Read, Run, Type
from sandbox.providers.base import ProviderError
from sandbox.values import Properties

_BY_ARN = {"CertificateArn": ID}
_CERTIFICATE = Read(
    "describe_certificate",
    _BY_ARN,
    rename={"validationMethod": "DomainValidationOptions.ValidationMethod"},
    result="Certificate",
)


def _describe(act: Act) -> Mapping[str, Any] | None:
    """Return the certificate, without its first name among the alternative ones, where AWS lists it too."""
    found = act.look(_CERTIFICATE)
    if found is None:
        return None
    given = act.inputs.get("subjectAlternativeNames") or ()
    names = [name for name in found["SubjectAlternativeNames"] if name in given or name != found["DomainName"]]
    return {**found, "SubjectAlternativeNames": names}


def _find_certificate(act: Act) -> Mapping[str, Any] | None:
    """Return the newest certificate with the tags: one that replaces another carries the same."""
    own = tags.identity(act.inputs)
    found: list[Mapping[str, Any]] = []
    for summary in act.pages("list_certificates")["CertificateSummaryList"] if own else ():
        if summary["DomainName"] != act["domainName"] or "CreatedAt" not in summary:
            continue
        listed = act.call("list_tags_for_certificate", CertificateArn=summary["CertificateArn"])["Tags"]
        if own.items() <= {tag["Key"]: tag["Value"] for tag in listed}.items():
            found.append(summary)
    return max(found, key=lambda summary: summary["CreatedAt"], default=None)


def _records(options: list[dict[str, Any]]) -> list[Properties]:
    """Return the DNS records that prove the names' ownership."""
    return [
        {
            "domainName": option["DomainName"],
            "resourceRecordName": option["ResourceRecord"]["Name"],
            "resourceRecordType": option["ResourceRecord"]["Type"],
            "resourceRecordValue": option["ResourceRecord"]["Value"],
        }
        for option in options
        if "ResourceRecord" in option
    ]


CERTIFICATE = Type(
    "aws:acm/certificate:Certificate",
    service="acm",
    id="CertificateArn",
    create=Call("request_certificate", rename={"options": None, "validationOptions": None}),
    read=Look(_describe, _CERTIFICATE),
    delete=Call("delete_certificate", _BY_ARN),
    find=Find(Look(_find_certificate, Read("list_certificates", result="CertificateSummaryList")), "CertificateArn"),
    tags=tags.tagged_by(
        _BY_ARN,
        put="add_tags_to_certificate",
        remove="remove_tags_from_certificate",
        read="list_tags_for_certificate",
        keys=tags.listed_keys(),
    ),
    outputs={
        "arn": "CertificateArn",
        "domainValidationOptions": From("DomainValidationOptions", _records),
        "notAfter": "NotAfter",
        "notBefore": "NotBefore",
        "renewalEligibility": "RenewalEligibility",
        "status": "Status",
        "type": "Type",
    },
    replaces={
        "certificateAuthorityArn",
        "domainName",
        "keyAlgorithm",
        "subjectAlternativeNames",
        "validationMethod",
    },
    forgotten={"keyAlgorithm": "the emulator issues RSA certificates only"},
)


def _validate(act: Act) -> None:
    """Hold the records given against those the certificate needs; the emulator issues without looking at DNS."""
    found = act.call("describe_certificate", CertificateArn=act["certificateArn"])["Certificate"]
    needed = {record["resourceRecordName"].rstrip(".") for record in _records(found["DomainValidationOptions"])}
    given = {name.rstrip(".") for name in act.inputs.get("validationRecordFqdns") or ()}
    if given and given != needed:
        raise ProviderError(
            f"{act.row.token} {act.resource.name}: the records {sorted(given)} are not {sorted(needed)}"
        )


CERTIFICATE_VALIDATION = Type(
    "aws:acm/certificateValidation:CertificateValidation",
    service="acm",
    id="{certificateArn}",
    create=Run(_validate, takes={"certificateArn", "validationRecordFqdns"}),
    read=Read("describe_certificate", _BY_ARN, result="Certificate"),
    delete=None,
    replaces={"certificateArn", "validationRecordFqdns"},
    forgotten={"validationRecordFqdns": "held against the certificate when created; the emulator waits for no record"},
)

TYPES = (CERTIFICATE, CERTIFICATE_VALIDATION)
