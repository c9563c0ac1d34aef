"""Consents by `curl` through the gateway of a running stack: given, heeded where records are read, and taken back."""

import json
import subprocess
import uuid
from typing import Any

import pytest

from tests.api.caller import Caller
from tests.api.waiting import until
from tests.conftest import Deployed

pytestmark = pytest.mark.usefixtures("shards")
GIVEN = {"decision": "given", "surface": "shop", "method": "box", "text": "offers", "version": 1}
WITHDRAWN = {"decision": "withdrawn", "surface": "shop", "method": "box"}


def curl(caller: Caller, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Send a request by curl; return status and document."""
    told = {**caller.credentials, "Content-Type": "application/json", **headers}
    lines = "".join(f'header = "{name}: {value}"\n' for name, value in told.items())
    given = ["--data-binary", json.dumps(body)] if body is not None else []
    command = ["curl", "-q", "-sS", "--noproxy", "*", "-m", "60", "-K", "-", "-X", method, "-w", "\n%{http_code}"]
    ran = subprocess.run([*command, *given, caller.url + path], input=lines, capture_output=True, text=True, check=True)
    document, _, status = ran.stdout.rpartition("\n")
    return int(status), json.loads(document or "null")


def refused(answer: tuple[int, Any], status: int, kind: str) -> bool:
    return (answer[0], answer[1]["type"]) == (status, f"urn:groot:problem:{kind}")


@pytest.fixture(scope="module")
def who(caller: Caller) -> str:
    """Somebody whom a record speaks of, and a text that they may be asked by."""
    found = f"jan-{uuid.uuid4().hex[:8]}"
    words = {"purpose": "offers", "language": "en", "words": "May we tell you of offers?"}
    assert curl(caller, "PUT", "/v1/consent-texts/offers/1", words)[0] == 200
    headers = {"Groot-Subjects": found}
    assert curl(caller, "PUT", f"/v1/records/{found}", {"n": 1}, **headers)[0] == 201
    return found


def test_a_record_is_read_for_offers_between_consent_and_withdrawal_alone(
    caller: Caller, abroad: Caller, who: str
) -> None:
    record, consent, offers = f"/v1/records/{who}", f"/v1/consents/{who}/offers", {"Groot-Purpose": "offers"}
    assert curl(caller, "GET", record) == (200, {"n": 1})
    assert refused(curl(caller, "GET", record, **offers), 403, "consents:refused")
    assert curl(caller, "PUT", consent, GIVEN)[1]["state"] == "given"
    assert curl(caller, "GET", record, **offers) == (200, {"n": 1})
    assert until(lambda: curl(abroad, "GET", record, **offers)[0], lambda status: status == 200) == 200
    assert curl(abroad, "PUT", consent, WITHDRAWN)[1]["state"] == "withdrawn"
    assert refused(curl(abroad, "GET", record, **offers), 403, "consents:refused")
    assert until(lambda: curl(caller, "GET", record, **offers)[0], lambda status: status == 403) == 403
    status, told = curl(caller, "GET", f"/v1/consents/{who}")
    assert (status, told["purposes"]) == (200, {"offers": "withdrawn"})
    assert {(each["act"], each["surface"]) for each in told["history"]} == {("given", "shop"), ("withdrawn", "shop")}


def test_a_forged_identity_or_purpose_opens_nothing(caller: Caller, who: str, staging: Deployed) -> None:
    own = Caller(staging, caller.region, scope="consents.own records.read", claims={"sub": "somebody-else"})
    assert refused(curl(own, "PUT", f"/v1/consents/{who}/offers", GIVEN), 403, "consents:of-another")
    assert refused(curl(own, "GET", f"/v1/consents/{who}"), 403, "consents:of-another")
    assert refused(curl(own, "PUT", "/v1/consent-texts/offers/2", {}), 403, "gateway:forbidden")
    purpose = {"Groot-Purpose": "offers"}
    assert refused(curl(own, "GET", f"/v1/records/{who}", **purpose), 403, "consents:refused")
    hostile = curl(caller, "GET", "/v1/consents/%27%3B--")
    assert hostile[0] in (400, 403)
    forged = {"Authorization": f"Bearer {caller.token[:-6]}AAAAAA"}
    assert curl(caller, "GET", f"/v1/consents/{who}", **forged)[0] in (401, 403)


def test_nobody_is_named_in_a_log(caller: Caller, who: str) -> None:
    curl(caller, "PUT", f"/v1/consents/{who}/offers", {**GIVEN, "version": 9})
    logs = caller.client("logs")
    groups = [each["logGroupName"] for each in logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]]
    consents = [each for each in groups if "consents" in each]
    lines = [event["message"] for group in consents for event in logs.filter_log_events(logGroupName=group)["events"]]
    assert lines
    assert not [line for line in lines if who in line]
