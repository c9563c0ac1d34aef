"""Workers on a table and an endpoint of real HTTP: what a customer gets, when, and what the log says of it."""

import time
from collections import Counter
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from standardwebhooks import Webhook

from functions.webhooks import intake
from functions.webhooks.addresses import checked
from functions.webhooks.delivery import FAILURES, OPEN_MS, SCHEDULE_MS, Outcome, State, after
from functions.webhooks.intake import Intake, window
from functions.webhooks.lanes import LEASE_MS
from functions.webhooks.signing import new_secret, rotated
from functions.webhooks.table import Kept
from tests.functions.event_store.data_plane import create_table
from tests.functions.webhooks.receiver import Platform, receiving

DAY = 24 * 3600 * 1000


@pytest.fixture
def platform() -> Iterator[Platform]:
    with mock_aws(), receiving() as receiver:
        client = boto3.client("dynamodb", "eu-west-1", aws_access_key_id="test", aws_secret_access_key="test")
        yield Platform(create_table(client, "webhooks", "pk", "sk"), receiver, time.time_ns() // 1_000_000)


def test_an_event_comes_once_signed_as_the_standard_has_it_and_nothing_is_left_to_do(platform: Platform) -> None:
    name = platform.publish("shop", 1)
    assert platform.publish("shop", 1) == name  # a queue told it twice
    assert (platform.work(), platform.work()) == (1, 0)
    [(path, told, body)] = platform.receiver.got
    assert (path, told["webhook-id"]) == ("/shop", name)
    assert Webhook(platform.secrets[0].text).verify(body, told) == {"type": "order.placed", "data": {"order_id": "1"}}
    assert platform.log("shop") == [("delivered", [204])]
    items = platform.table.client.scan(TableName="webhooks")["Items"]
    assert sorted(item["sk"]["S"][:2] for item in items) == ["d#", "la"]


def test_after_a_rotation_who_has_either_secret_can_verify(platform: Platform) -> None:
    [old] = platform.secrets
    new = new_secret()
    platform.secrets = rotated([old], new, platform.now)
    platform.publish("shop", 1)
    platform.work()
    for each in (old, new):
        Webhook(each.text).verify(platform.receiver.got[0][2], platform.receiver.got[0][1])


def test_what_nobody_takes_is_tried_ten_times_then_dead_and_a_replay_sends_it_under_the_same_id(
    platform: Platform,
) -> None:
    platform.receiver.answers["/shop"] = 503
    began = platform.now
    name = platform.publish("shop", 1)
    for _ in SCHEDULE_MS:
        assert (platform.work(), platform.work()) == (1, 0)
        platform.now += DAY * 6 // 5  # the longest wait with its jitter
    assert platform.log("shop") == [("dead", [503] * 10)]
    assert platform.work() == 0
    platform.receiver.answers.clear()
    replayed = Intake(platform.table).replay("shop", *window(began, began), platform.now)
    assert replayed == (1, "")
    platform.work()
    assert platform.log("shop") == [("delivered", [204])]
    assert platform.receiver.ids == [name] * 11


def test_a_replay_takes_the_window_alone_and_goes_on_where_it_stopped(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_REPLAYED", 2)
    began, names = platform.now, list[str]()
    for version in range(1, 7):
        names.append(platform.publish("shop", version))
        platform.now += 1
    while platform.work():
        pass
    first, last = window(began + 1, began + 4)
    platform.receiver.got.clear()
    asked: list[int] = []
    while first:
        found, first = Intake(platform.table).replay("shop", first, last, platform.now)
        asked.append(found)
        platform.work()
    assert asked == [2, 2]
    assert Counter(platform.receiver.ids) == Counter(names[1:5])


def test_a_redirect_is_a_failure_and_is_not_followed(platform: Platform) -> None:
    platform.receiver.answers["/shop"] = 307
    platform.publish("shop", 1)
    platform.work()
    assert [path for path, _, _ in platform.receiver.got] == ["/shop"]
    assert platform.log("shop") == [("pending", [307])]


def test_as_production_judges_nothing_goes_to_this_machine_and_the_log_says_why(platform: Platform) -> None:
    platform.publish("shop", 1)
    platform.work(judge=checked)
    assert not platform.receiver.got
    [entry] = Intake(platform.table).log("shop")
    assert [made.fault for made in entry.attempts] == ["UnfitTargetError"]


def test_an_endpoint_that_fails_is_left_alone_then_probed_once_and_others_get_theirs(platform: Platform) -> None:
    platform.receiver.answers["/broken"] = 500
    for version in range(1, 21):
        platform.publish("broken", version)
        platform.publish("shop", version)
    platform.work()
    got = Counter(path for path, _, _ in platform.receiver.got)
    assert got["/shop"] == 20
    assert FAILURES <= got["/broken"] < 2 * FAILURES
    platform.now += OPEN_MS
    assert platform.work() == 1
    platform.receiver.answers.clear()
    platform.now += 2 * OPEN_MS
    platform.work()
    platform.now += DAY
    platform.work()
    assert {state for state, _ in platform.log("broken")} == {"delivered"}


def test_a_key_keeps_its_order_behind_one_that_fails_and_holds_up_no_other_key(platform: Platform) -> None:
    platform.receiver.answers["/shop"] = 500
    first = platform.publish("shop", 1, ordered=True)
    platform.work()
    platform.receiver.answers.clear()
    second = platform.publish("shop", 2, ordered=True)
    other = platform.publish("shop", 1, key="order-2", ordered=True)
    platform.work()
    assert platform.receiver.ids == [first, other]
    platform.now += DAY
    platform.work()
    assert platform.receiver.ids == [first, other, first, second]


def test_a_worker_that_was_away_for_longer_than_its_lease_keeps_nothing(platform: Platform) -> None:
    platform.publish("shop", 1)
    away, other = Kept(platform.table), Kept(platform.table)
    [late] = away.claim(platform.now, 1, Counter())
    assert not other.claim(platform.now, 1, Counter())
    platform.now += LEASE_MS
    [same] = other.claim(platform.now, 1, Counter())
    assert same == late
    failed = Outcome(status=None, took_ms=1, fault="TimeoutError")
    away.settle(after(late, failed, platform.now, 0), away.health("shop"), failed, platform.now)
    assert platform.log("shop") == [(State.PENDING.value, [])]
    taken = Outcome(status=200, took_ms=1)
    other.settle(after(same, taken, platform.now, 0), other.health("shop"), taken, platform.now)
    assert platform.log("shop") == [("delivered", [200])]
