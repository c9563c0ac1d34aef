"""What a first run says of the delegation that its certificates wait for, and later ones don't."""

from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from components.foundation.certificates import Certificates, CertificatesArgs
from components.foundation.delegation import is_issued, tell_delegation
from components.foundation.hosted_zone import HostedZone, HostedZoneArgs
from sandbox.engine.events import Diagnostic, Event, StepDone
from sandbox.engine.run import Options
from settings import CONTROL_REGION
from tests.components.data.declare import declare
from tests.components.deployed import deployment
from tests.components.foundation.room import ADMINISTRATORS, site
from tests.conftest import own_emulator

DOMAIN = "delegated.example.com"


def program() -> None:
    here = site(CONTROL_REGION)
    issued = is_issued(DOMAIN, CONTROL_REGION.name)
    zone = HostedZone("zone", HostedZoneArgs(site=here, domain=DOMAIN, administrators=ADMINISTRATORS))
    args = CertificatesArgs(sites=[here], domain=DOMAIN, alternative_names=[f"*.{DOMAIN}"], zone_id=zone.zone_id)
    Certificates("certificates", args)
    pulumi.export("nameServers", zone.name_servers if issued else tell_delegation(DOMAIN, zone))
    pulumi.export("dsRecord", zone.ds_record)


def test_the_first_run_tells_what_to_delegate_as_soon_as_the_zone_is_signed_and_the_next_one_nothing(
    tmp_path: Path,
) -> None:
    with own_emulator(tmp_path) as endpoint:
        room = deployment(endpoint, tmp_path, program)
        seen: list[Event] = []
        first = room.up(Options(on_event=seen.append))
        again = room.up()
    (told,) = [event for event in seen if isinstance(event, Diagnostic) and DOMAIN in event.message]
    for name_server in first.outputs["nameServers"]:
        assert name_server in told.message
    assert f"{DOMAIN} DS {first.outputs['dsRecord']}" in told.message
    assert not first.failed
    signed = next(one for one in seen if isinstance(one, StepDone) and one.step.type.endswith(":KeySigningKey"))
    since = [one for one in seen[seen.index(signed) : seen.index(told)] if isinstance(one, StepDone)]
    assert len(since) < 5, "it waits for nothing else"
    assert not [one for one in again.diagnostics if DOMAIN in one.message]


def test_certificates_are_waited_for_no_longer_than_the_message_says(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[pulumi.ResourceOptions] = []
    make = aws.acm.CertificateValidation

    def noted(name: str, *, opts: pulumi.ResourceOptions, **inputs: object) -> aws.acm.CertificateValidation:
        given.append(opts)
        return make(name, opts=opts, **inputs)  # pyright: ignore[reportCallIssue, reportArgumentType]

    monkeypatch.setattr(aws.acm, "CertificateValidation", noted)
    args = CertificatesArgs(sites=[site(CONTROL_REGION)], domain=DOMAIN, zone_id="Z1")
    declare(lambda: Certificates("certificates", args) and None)
    (opts,) = given
    assert opts.custom_timeouts is not None
    assert opts.custom_timeouts.create == "40m"
