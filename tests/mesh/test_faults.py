"""Faults like those that AWS FIS and Chaos Mesh bring about, and what users see of them: the share of requests that
fail, over the seconds, while requests go on from everywhere.

FIS and Chaos Mesh are for clusters (`components/resilience`); here the network and the pods are broken by hand. What is
judged is what is left after ten seconds.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.mesh.measured import LINES
from tests.mesh.regions.manifests import HOST
from tests.mesh.regions.mesh import Mesh
from tests.mesh.regions.traffic import Load, load
from tests.mesh.test_failover import CLIENTS, FAILED, HERE, THERE, no_api, no_door, no_gateway, watch

WINDOWS = ((0, 2), (2, 5), (5, 10), (10, 15))
"""Seconds since the fault; the last one is judged."""
BEFORE_SECONDS = 2
LOST_PERCENT = 10
SLOW_SECONDS = 0.15
"""About what another continent is away, there and back."""

Fault = Callable[[Mesh], AbstractContextManager[None]]


def lossy(mesh: Mesh) -> AbstractContextManager[None]:
    return mesh.network.lossy(THERE, LOST_PERCENT)


def slow(mesh: Mesh) -> AbstractContextManager[None]:
    return mesh.network.slow(THERE, SLOW_SECONDS)


FAULTS: dict[str, Fault] = {
    "kill: a region's API pods": no_api,
    "kill: a region's gateway": no_gateway,
    "partition: a region's network": no_door,
    f"loss: {LOST_PERCENT} % of packets": lossy,
    f"delay: {SLOW_SECONDS} s a packet": slow,
}


def seen(going: Load, gone: float) -> str:
    """Return what users saw, as a row of a table."""
    return " | ".join(share(going, gone + since, gone + until) for since, until in WINDOWS)


def share(going: Load, since: float, until: float) -> str:
    within = [answer for answer in going.answers if since <= answer.at < until]
    failed = sum(answer.status != 200 for answer in within)
    return f"{100 * failed / max(len(within), 1):.1f} % of {len(within)}"


@pytest.mark.parametrize("called", FAULTS)
def test_what_fails_stays_within_the_promise_from_the_tenth_second_on(regions: Mesh, called: str) -> None:
    with load([regions.client(HERE, number % 3) for number in range(CLIENTS)], Host=HOST) as going:
        watch(regions, going, BEFORE_SECONDS)
        with FAULTS[called](regions):
            gone = going.now()
            watch(regions, going, WINDOWS[-1][1])
        watch(regions, going, BEFORE_SECONDS)
    LINES.append(f"| {called} | {seen(going, gone)} |")
    assert going.failed(0, gone) == 0
    assert going.failed(*(gone + bound for bound in WINDOWS[-1])) <= FAILED
