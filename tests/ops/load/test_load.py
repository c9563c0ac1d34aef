"""`make load`: wrk against a server of the test's own, and what is said of what it measures."""

import http.server
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

import pytest

from ops.load import text, wrk
from ops.load.inside import durations_ms, percentile
from ops.load.objectives import Objectives, objectives
from ops.request import OperationError, UsageError
from tests.conftest import Deployed

PROMISED = Objectives(p95_ms=100, p99_ms=500, error_percent=0.01)
SLOW_SECONDS = 0.2


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers all but each tenth request, slowly each fifth, and notes what it was asked."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[Counter[str]] = Counter()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        number = sum(self.seen.values())
        self.seen[f"{self.command} {self.path} {self.headers.get('x-api-key')}"] += 1
        if number % 5 == 0:
            time.sleep(SLOW_SECONDS)
        self.send_response(429 if number % 10 == 9 else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST  # noqa: N815 - named by the library

    def log_message(self, *_: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Doesn't mind that wrk leaves before its last answers."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    Answers.seen = Counter()
    with Server(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()


def load(kind: str, url: str) -> wrk.Measured:
    if not shutil.which("wrk"):
        pytest.fail("load is made by wrk, and there is none: install it (Debian: apt-get install wrk)")
    headers = {"x-api-key": "of the test"}
    return wrk.run(wrk.Load(kind=kind, url=url, headers=headers, rate=50, seconds=2, streams="s", count=3))


def test_reads_come_at_the_rate_asked_for_and_slow_ones_and_refusals_show(url: str) -> None:
    found = load("read", url)
    assert 60 <= found.requests <= 105
    assert found.percentiles_ms[95] >= SLOW_SECONDS * 1000 > found.percentiles_ms[50]
    assert found.max_ms >= found.percentiles_ms[99] >= found.percentiles_ms[95]
    assert set(found.statuses) == {"429"}
    assert found.failed == found.statuses["429"] == pytest.approx(found.requests / 10, abs=2)
    assert set(Answers.seen) == {f"GET /api/v1/streams/s-{n}/events?limit=10 of the test" for n in range(3)}


def test_no_two_appends_are_the_same(url: str) -> None:
    load("append", url)
    assert set(Answers.seen.values()) == {1}


def test_without_wrk_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(OperationError, match=r"^load is made by wrk, and there is none; install it \(Debian: .*\)$"):
        wrk.find()


def test_where_nothing_answers_all_is_lost() -> None:
    with pytest.raises(OperationError, match=r"wrk failed: .*Connection refused"):
        load("read", "http://127.0.0.1:1")


def measured(**changed: object) -> wrk.Measured:
    usual = {50: 5.0, 90: 20.0, 95: 90.0, 99: 400.0}
    given = {"kind": "read", "asked_rate": 50, "requests": 20_000, "seconds": 20, "percentiles_ms": usual}
    return wrk.Measured(**{**given, "max_ms": 900, "failed": 2, "statuses": {}, **changed})  # pyright: ignore


@pytest.mark.parametrize(
    ("changed", "inside_ms", "broken"),
    [
        ({}, [1.0] * 99 + [50.0], []),
        ({"percentiles_ms": {50: 1.0, 90: 1.0, 95: 101.0, 99: 400.0}}, [1.0], ["read p95 101.0 ms, at most 100"]),
        ({"percentiles_ms": {50: 1.0, 90: 1.0, 95: 1.0, 99: 501.0}}, [1.0], ["read p99 501.0 ms, at most 500"]),
        ({"failed": 3}, [1.0], ["read errors 0.015 %, at most 0.01"]),
        ({"requests": 0, "failed": 0}, [1.0], ["read was answered"]),
        ({}, [1.0] * 98 + [11.0] * 2, ["read inside the function p99 11 ms, at most 10"]),
        ({}, [], ["reads are in the function's log"]),
    ],
)
def test_what_is_broken_is_said(changed: dict[str, object], inside_ms: list[float], broken: list[str]) -> None:
    runs = [measured(**changed)]
    assert [what for what, holds in text.verdicts(runs, PROMISED, inside_ms) if not holds] == broken
    shown = "\n".join(text.lines(runs, PROMISED, inside_ms))
    assert [line.partition("BROKEN")[2].strip() for line in shown.splitlines() if "BROKEN" in line] == broken
    assert text.LEFT_OUT in shown


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, percent) for percent in (50, 99, 100)] == [50, 99, 100]
    assert percentile([7.0], 99) == 7


def test_durations_are_those_of_the_reports_alone() -> None:
    told = ["START RequestId: 1", "said REPORT \tDuration: 9 ms", "REPORT RequestId: 1\tDuration: 3.25 ms\tBilled"]
    assert durations_ms(told) == [3.25]


def test_the_stack_promises_what_its_alarms_stand_for(staging: Deployed) -> None:
    assert objectives(staging.resources, "eu-west-1") == PROMISED
    with pytest.raises(UsageError, match="no alarm in sa-east-1"):
        objectives(staging.resources, "sa-east-1")
