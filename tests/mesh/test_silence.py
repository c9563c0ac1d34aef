"""A place that falls silent while connections to it are open, and a proxy by itself that leads requests there."""

import http.client
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from components.compute.mesh_silence import SILENT_SECONDS
from tests.mesh.regions.lone import client, lone_proxy
from tests.mesh.regions.network import Network, Node
from tests.mesh.regions.traffic import Load, load

HOME, ABROAD = "home", "abroad"
CLIENTS = 4
READY_SECONDS = 60
WATCHED_SECONDS = 15
SETTLED_SECONDS = SILENT_SECONDS + 2.5
"""When the limit has come, and a connection in vain after it."""


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_requests_on_connections_that_fell_silent_dont_wait_for_their_own_limit(tmp_path: Path, method: str) -> None:
    """Reads are answered by the other place, and none fails; what may have been done fails at once and isn't sent
    again."""
    network = Network({HOME: "10.0.0.0/16", ABROAD: "10.1.0.0/16"})
    try:
        with lone_proxy(network, HOME, ABROAD, tmp_path) as node:
            until(lambda: answers(node), READY_SECONDS)
            with load([client(node) for _ in range(CLIENTS)], method=method) as going:
                wait(going, 1)
                network.cut(ABROAD)
                gone = going.now()
                wait(going, WATCHED_SECONDS)
    finally:
        network.delete()
    failed = [(answer.at - gone, answer.status) for answer in going.answers if answer.status != 200]
    assert [at for at, _ in failed if at > SETTLED_SECONDS or method == "GET"] == []
    answered = [answer.at - gone for answer in going.answers if answer.status == 200]
    assert sum(SETTLED_SECONDS < at < 2 * SETTLED_SECONDS for at in answered) > 100


def answers(node: Node) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return client(node).get().status == 200
    return False


def wait(going: Load, seconds: float) -> None:
    end = going.now() + seconds
    until(lambda: going.now() > end, 2 * seconds)


def until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
