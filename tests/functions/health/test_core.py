"""Health is told in words, within its time, and of things that are as bad as they can be."""

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from functions._shared.shard_errors import MapError
from functions.health import checks, handler, wiring
from functions.health.core import Doctor, Words
from tests.functions.calls import context, logged

CANARY = "10.1.2.3: password authentication failed"


def doctor(logged: list[str], clock: Callable[[], float] = lambda: 0.0, **asked: Callable[[], Words]) -> Doctor:
    return Doctor(asked, seconds=0.2, clock=clock, log=lambda name, fault: logged.append(f"{name}: {fault}"))


def failing() -> Words:
    raise OSError(CANARY)


@contextmanager
def hanging() -> Iterator[Callable[[], Words]]:
    ended = threading.Event()

    def check() -> Words:
        ended.wait(10)
        return {"slow": "ok"}

    yield check
    ended.set()


def test_what_fails_or_hangs_is_said_in_a_word_and_what_it_said_is_logged() -> None:
    logged: list[str] = []
    with hanging() as slow:
        found = doctor(logged, events=lambda: {"events": "ok"}, shards=failing, projections=slow).look()
    assert (found.status, dict(found.checks)) == ("down", {"events": "ok", "shards": "down", "projections": "slow"})
    assert logged == [f"shards: {CANARY}"]


def test_an_answer_is_kept_for_a_moment_and_not_longer() -> None:
    ticks, asked = iter([0.0, 4.9, 5.0, 5.0]), itertools.count(1)

    def check() -> Words:
        return {"asked": "ok" if next(asked) == 1 else "late"}

    found = doctor([], lambda: next(ticks), asked=check)
    assert [found.look().status for _ in range(3)] == ["ok", "ok", "down"]


def router(**faults: str) -> Any:
    return SimpleNamespace(initialize=lambda: faults, labels=lambda: ["a", "b"])


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("no answer in 2.5 s", "slow"),
        ("no answer in time", "slow"),
        ("at its address answers shard-009", "wrong"),
        ("it answers for 12 slots that version 3 of the map gives to others", "wrong"),
        ("nobody answers for 12 of its slots", "wrong"),
        (CANARY, "down"),
    ],
)
def test_a_shard_that_is_slow_lies_or_is_down_is_told_so_by_its_name(reason: str, word: str) -> None:
    logged: list[str] = []
    found = checks.shards(router(b=reason), lambda name, fault: logged.append(f"{name}: {fault}"))
    assert found == {"shards": "ok", "a": "ok", "b": word}
    assert logged == [f"b: {reason}"]


def test_an_answer_is_a_document_without_anything_of_what_is_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = logged(wiring.LOG, monkeypatch)

    def lost() -> Words:
        raise MapError(CANARY)

    for check, status in ((lambda: {"shards": "ok"}, 200), (lost, 503)):
        found = Doctor({"shards": check}, seconds=1, clock=lambda: 0.0, log=wiring.note)
        monkeypatch.setattr(handler, "doctor", lambda found=found: found)
        answer = handler.handle({}, context())
        assert answer["statusCode"] == status
        assert json.loads(answer["body"])["checks"] == {"shards": "ok" if status == 200 else "down"}
        assert CANARY not in answer["body"]
    assert CANARY in lines.getvalue()
