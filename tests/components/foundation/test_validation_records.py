"""What certificates are validated by, when the provider answers with records, with others, or with none."""

from typing import Any

import pytest

from components.foundation.certificates import Certificates, CertificatesArgs
from settings import CONTROL_REGION
from tests.components.data.declare import context, declare
from tests.components.site import active_site

DOMAIN = "groot.example.com"
RECORD = {"resourceRecordName": "_a.example.com", "resourceRecordType": "CNAME", "resourceRecordValue": "_b.example"}


def declare_certificates() -> None:
    args = CertificatesArgs(sites=[active_site(CONTROL_REGION, context())], domain=DOMAIN, zone_id="Z1")
    Certificates("certificates", args)


def validation_record(**certificate: Any) -> dict[str, Any]:
    """Return the inputs of the record for certificates that have *certificate* as outputs."""
    declared = declare(declare_certificates, {"aws:acm/certificate:Certificate": certificate})
    return next(one.inputs for one in declared if one.type == "aws:route53/record:Record")


def test_the_record_is_the_one_of_the_domain_wherever_it_stands() -> None:
    other = {"domainName": f"*.{DOMAIN}", "resourceRecordName": "_c.example.com"}
    record = validation_record(domainValidationOptions=[other, {"domainName": DOMAIN, **RECORD}])
    assert (record["name"], record["type"], record["records"]) == ("_a.example.com", "CNAME", ["_b.example"])


@pytest.mark.parametrize("outputs", [{}, {"domainValidationOptions": []}, {"domainValidationOptions": None}])
def test_a_provider_that_names_no_record_is_told_of_and_stops_nothing(
    outputs: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    assert validation_record(**outputs).get("name") is None
    assert f"{DOMAIN}: the certificate names no record that validates this domain" in caplog.text
