"""What the emulator's process makes once, it makes once for requests that come together, and answers one by one."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from botocore.loaders import Loader

from sandbox.moto_server import once, one_at_a_time

TOGETHER = 8


def test_what_several_ask_for_at_once_is_made_once() -> None:
    made: list[str] = []
    barrier = Barrier(TOGETHER)

    def load(service: str) -> object:
        made.append(service)
        return Loader().load_service_model(service, "service-2")

    kept = once(load)

    def ask(_: int) -> object:
        barrier.wait()
        return kept("cloudwatch")

    with ThreadPoolExecutor(TOGETHER) as threads:
        first, *others = threads.map(ask, range(TOGETHER))
    assert made == ["cloudwatch"]
    assert all(other is first for other in others)


def test_what_could_not_be_made_is_tried_again() -> None:
    answers = iter([OSError("no such model"), "model"])

    def make() -> object:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    kept = once(make)
    for expected in ("no such model", "model"):
        try:
            found = kept()
        except OSError as error:
            found = str(error)
        assert found == expected


def test_what_one_request_goes_through_no_other_adds_to() -> None:
    held = dict.fromkeys(range(1_000))
    barrier = Barrier(TOGETHER)

    def create() -> None:
        for _ in held:
            pass
        held[len(held)] = None

    answer = one_at_a_time(create)

    def ask(_: int) -> None:
        barrier.wait()
        for _ in range(50):
            answer()

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(TOGETHER) as threads:
            list(threads.map(ask, range(TOGETHER)))
    finally:
        sys.setswitchinterval(before)
    assert len(held) == 1_000 + TOGETHER * 50
