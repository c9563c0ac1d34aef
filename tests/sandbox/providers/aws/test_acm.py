from typing import Any

import pytest

from sandbox.providers.base import ProviderError
from tests.sandbox.providers.aws.bench import Bench, Deployed

CERTIFICATE = "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"


def request(domain: str, **more: Any) -> dict[str, Any]:
    return {
        "domainName": domain,
        "subjectAlternativeNames": [f"api.{domain}"],
        "validationMethod": "DNS",
        "keyAlgorithm": "EC_prime256v1",
        "tags": {"Name": domain},
        **more,
    }


def records(made: Deployed) -> list[str]:
    return [option["resourceRecordName"] for option in made.outputs["domainValidationOptions"]]


def test_certificate_lives(bench: Bench) -> None:
    bench.lives(CERTIFICATE, request("lives.example.com"), {"tags": {"Name": "lives.example.com", "a": "b"}})


def test_other_names_are_another_certificate(bench: Bench) -> None:
    made = bench.deploy(CERTIFICATE, **request("names.example.com"))
    assert list(made.diff(subjectAlternativeNames=[]).replaces) == ["subjectAlternativeNames"]


def test_all_regions_need_the_same_records(bench: Bench) -> None:
    one = bench.deploy(CERTIFICATE, **request("shared.example.com"))
    other = bench.deploy(CERTIFICATE, **request("shared.example.com", region="eu-west-1"))
    assert sorted(records(one)) == sorted(records(other))


def test_validation_hands_on_the_certificate(bench: Bench) -> None:
    made = bench.deploy(CERTIFICATE, **request("valid.example.com"))
    fqdns = [name.rstrip(".") for name in records(made)]
    validation = bench.deploy(VALIDATION, certificateArn=made.id, validationRecordFqdns=fqdns)
    assert validation.id == made.id
    made.delete()
    assert validation.read() is None


def test_validation_by_another_names_record_fails(bench: Bench) -> None:
    made = bench.deploy(CERTIFICATE, **request("wrong.example.com"))
    with pytest.raises(ProviderError, match=r"_x\.example\.com"):
        bench.deploy(VALIDATION, certificateArn=made.id, validationRecordFqdns=["_x.example.com"])
