"""What comes of a request, whatever the endpoint does: an outcome, in time, and nothing of what it said."""

import asyncio
import ssl
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from functions.webhooks.delivery import Outcome
from functions.webhooks.errors import TooLargeError, UnfitSecretError
from functions.webhooks.sending import Sender
from functions.webhooks.signing import MAX_BODY_BYTES, OVERLAP_MS, Secret, headers, new_secret, rotated
from functions.webhooks.targets import Target


async def here(_host: str) -> Sequence[str]:
    return ["127.0.0.1"]


def sent(port: int, path: str, **changes: Any) -> Outcome:
    given: dict[str, Any] = {"tls": None, "timeout_seconds": 0.5, "judge": lambda found: found[0], "resolve": here}
    sender = Sender(clock_ms=lambda: time.monotonic_ns() // 1_000_000, port=port, **{**given, **changes})
    return asyncio.run(sender.send(Target("hooks.example.com", path), {"webhook-id": "1"}, b"{}"))


@pytest.mark.parametrize(
    ("path", "status", "fault"),
    [
        ("/", 204, ""),
        ("/moved", 307, ""),
        ("/interim", 200, ""),
        ("/noise", None, "RemoteProtocolError"),
        ("/silent", None, "RemoteProtocolError"),
        ("/endless", None, "RemoteProtocolError"),
        ("/half", None, "TimeoutError"),
    ],
)
def test_whatever_an_endpoint_does_comes_to_an_outcome(
    listener: int, path: str, status: int | None, fault: str
) -> None:
    found = sent(listener, path)
    assert (found.status, found.fault) == (status, fault)
    assert found.ok == (status in (200, 204))
    assert found.took_ms < 5_000


def test_an_endpoint_that_asks_for_time_is_heard(listener: int) -> None:
    assert sent(listener, "/later").retry_after_ms == 120_000


def test_in_production_nothing_goes_to_this_machine_and_nothing_without_tls(listener: int) -> None:
    refused = Sender(clock_ms=lambda: 0, resolve=here, port=listener)
    assert asyncio.run(refused.send(Target("hooks.example.com", "/"), {}, b"")).fault == "UnfitTargetError"
    assert sent(listener, "/", tls=ssl.create_default_context()).fault in ("SSLError", "TimeoutError")


@given(st.binary(max_size=2000).map(lambda body: body.hex().encode()))
def test_standard_webhooks_own_library_takes_our_signature(body: bytes) -> None:
    secret, now = new_secret(), time.time_ns() // 1_000_000
    told = headers([secret], "msg_1", now, body)
    Webhook(secret.text).verify(body, told, json_parse=False)
    moment = datetime.fromtimestamp(now // 1000, UTC).replace(tzinfo=None)
    assert told["webhook-signature"] == Webhook(secret.text).sign("msg_1", moment, body.decode())
    with pytest.raises(WebhookVerificationError):
        Webhook(secret.text).verify(body + b" ", told, json_parse=False)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret.text).verify(body, {**told, "webhook-id": "msg_2"}, json_parse=False)


def test_a_rotated_secret_signs_beside_the_new_one_for_a_day_and_no_longer() -> None:
    old, new, now = new_secret(), new_secret(), time.time_ns() // 1_000_000
    kept = rotated([old], new, now - OVERLAP_MS + 60_000)
    told = headers(kept, "msg_1", now, b"{}")
    for each in (old, new):
        assert Webhook(each.text).verify(b"{}", told) == {}
    later = headers(rotated([old], new, now - OVERLAP_MS), "msg_1", now, b"{}")
    assert Webhook(new.text).verify(b"{}", later) == {}
    with pytest.raises(WebhookVerificationError):
        Webhook(old.text).verify(b"{}", later)
    third = rotated(kept, new_secret(), now)
    assert [each.text for each in third[1:]] == [new.text]


@pytest.mark.parametrize("text", ["", "whsec_", "whsec_!!!!", "whsec_AAAA", "AAAA" * 10, "whsec_" + "A" * 100])
def test_a_secret_of_another_form_signs_nothing(text: str) -> None:
    with pytest.raises(UnfitSecretError):
        headers([Secret(text)], "msg_1", 0, b"")


def test_what_is_too_large_or_has_an_id_that_would_part_the_signed_text_elsewhere_is_not_signed() -> None:
    with pytest.raises(TooLargeError):
        headers([new_secret()], "msg_1", 0, b"x" * (MAX_BODY_BYTES + 1))
    with pytest.raises(UnfitSecretError):
        headers([new_secret()], "msg.1", 0, b"")
