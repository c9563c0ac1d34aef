"""Where a request may go: nothing of a hostile list, everything that is public, and never elsewhere than was judged."""

import asyncio
import json
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.webhooks.addresses import checked, is_public
from functions.webhooks.delivery import Outcome
from functions.webhooks.errors import UnfitTargetError
from functions.webhooks.sending import Sender
from functions.webhooks.targets import Target, target

HOSTILE = json.loads(Path(__file__).with_name("hostile.json").read_text(encoding="utf-8"))
"""URLs and addresses that nothing may be sent to: private, local, metadata, embedded, written in every way."""
PUBLIC = ["1.1.1.1", "8.8.8.8", "52.94.236.248", "169.253.1.1", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450::1"]


def test_the_hostile_list_is_long_enough_to_mean_something() -> None:
    assert len(HOSTILE["urls"]) + len(HOSTILE["addresses"]) >= 200


@pytest.mark.parametrize("url", HOSTILE["urls"])
def test_a_hostile_url_is_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(UnfitTargetError):
        target(url)


@pytest.mark.parametrize("address", HOSTILE["addresses"])
def test_a_name_that_leads_to_a_hostile_address_leads_nowhere_though_it_leads_elsewhere_too(address: str) -> None:
    assert not is_public(address)
    assert checked([address]) is None
    assert checked([PUBLIC[0], address]) is None


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_taken(address: str) -> None:
    assert checked([address]) == address


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_nothing_is_public_that_pythons_own_list_calls_otherwise(address: IPv4Address | IPv6Address) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_multicast


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://example.com", Target("example.com", "/")),
        ("https://Hooks.Example.COM:443/a/b?c=d&e=%20", Target("hooks.example.com", "/a/b?c=d&e=%20")),
        ("https://xn--mnchen-3ya.de/x", Target("xn--mnchen-3ya.de", "/x")),
        ("https://1.example.com?x", Target("1.example.com", "/?x")),
    ],
)
def test_a_public_endpoint_is_taken(url: str, found: Target) -> None:
    assert target(url) == found


@given(
    st.text(alphabet="https:/.@[]%\\0x127localexmp-?#&ⓔ\t ", min_size=1, max_size=40).map(
        lambda rest: f"https://{rest}"
    )
)
def test_what_is_taken_is_read_as_the_same_host_by_another_parser(url: str) -> None:
    try:
        found = target(url)
    except UnfitTargetError:
        return
    assert urlsplit(url).hostname == found.host
    with pytest.raises(ValueError, match="does not appear"):
        ip_address(found.host)


def sent(found: Sequence[Sequence[str]], judge_public: Sequence[str], port: int) -> list[Outcome]:
    """Send a request for each answer of a resolver that changes its mind, to a listener on *port*."""
    answers = iter(found)

    async def resolve(_host: str) -> Sequence[str]:
        return next(answers)

    def judge(addresses: Sequence[str]) -> str | None:
        return addresses[0] if all(each in judge_public or is_public(each) for each in addresses) else None

    sender = Sender(clock_ms=lambda: 0, resolve=resolve, judge=judge, port=port, tls=None, timeout_seconds=5)

    async def all_of() -> list[Outcome]:
        return [await sender.send(Target("hooks.example.com", "/"), {}, b"{}") for _ in found]

    return asyncio.run(all_of())


def test_a_name_that_leads_elsewhere_at_the_second_time_is_judged_again(listener: int) -> None:
    first, second = sent([["127.0.0.1"], ["127.0.0.2"]], ["127.0.0.1"], listener)
    assert first.status == 204
    assert (second.status, second.fault) == (None, "UnfitTargetError")


def test_what_is_connected_to_is_the_address_that_was_judged_and_the_name_is_asked_for_once(listener: int) -> None:
    (only,) = sent([["127.0.0.1"]], ["127.0.0.1"], listener)
    assert only.ok
