"""A cluster for the session, where its programs are built; where they aren't, these tests are left out, and it is said.

They aren't built by the way: that takes minutes of processor time, once for each change of `tools/`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.mesh.control_plane import ControlPlane, control_plane
from tests.mesh.held import Held, declared
from tests.mesh.kinds import define
from tests.mesh.measured import LINES
from tests.mesh.regions import namespaces
from tests.mesh.regions.mesh import Mesh, mesh
from tests.mesh.regions.programs import envoy
from tests.mesh.regions.settings import REGIONS
from tools.building import ToolError, missing


def _reason() -> str | None:
    """Return why these tests can't run, if they can't."""
    try:
        return f"not built yet: {', '.join(lacking)}" if (lacking := missing()) else None
    except ToolError as error:
        return str(error)


def _no_regions() -> str | None:
    """Return why those of the tests that need regions can't run, if they can't."""
    return namespaces.missing() or (None if envoy() else "Envoy isn't installed")


WITH_REGIONS = (
    "test_callers.py",
    "test_drains.py",
    "test_egress.py",
    "test_failover.py",
    "test_faults.py",
    "test_identities.py",
    "test_latency.py",
    "test_load.py",
    "test_renewals.py",
    "test_routing.py",
    "test_silence.py",
    "test_sizes.py",
)
BY_A_PROXY_ALONE = ("test_silence.py",)
REASON, NO_REGIONS = _reason(), _no_regions()


def _left_out(file: Path) -> str | None:
    """Return why *file* can't run, if it can't."""
    reason = None if file.name in BY_A_PROXY_ALONE else REASON
    return reason or (NO_REGIONS if file.name in WITH_REGIONS else None)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what can't run here. pytest asks it of nothing that was named on the command line."""
    return True if collection_path.name.startswith("test_") and _left_out(collection_path) else None


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> None:
    """Tell whoever named a file that can't run why that is."""
    if reason := _left_out(module_path):
        raise parent.CollectError(f"{module_path.name} can't run: {reason}; `make mesh-test` as root runs it")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if REASON:
        terminalreporter.write_line(f"tests/mesh: LEFT OUT, {REASON}; `make mesh-test` builds the tools and runs it")
    else:
        terminalreporter.write_line("tests/mesh: on API servers of Kubernetes's own")
        if NO_REGIONS:
            terminalreporter.write_line(
                f"tests/mesh: regions LEFT OUT, {NO_REGIONS}; `make mesh-test` as root runs them"
            )
    for line in LINES:
        terminalreporter.write_line(f"tests/mesh: {line}")


@pytest.fixture(scope="session")
def planes() -> Iterator[Callable[[int], Sequence[ControlPlane]]]:
    """Gives any number of clusters, and starts those that don't run yet."""
    with ExitStack() as running:
        known: list[ControlPlane] = []

        def at_least(count: int) -> Sequence[ControlPlane]:
            while len(known) < count:
                known.append(running.enter_context(control_plane()))
                define(known[-1])
            return known[:count]

        yield at_least


@pytest.fixture(scope="session")
def plane(planes: Callable[[int], Sequence[ControlPlane]]) -> ControlPlane:
    """A cluster with the custom kinds and nothing else. Tests that change it make namespaces of their own."""
    return planes(1)[0]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """A cluster of its own that is held to the platform's policies, where nobody makes anything but under a ticket."""
    with control_plane() as running:
        yield declared(running, tmp_path_factory.mktemp("held"))


@pytest.fixture(scope="session")
def regions() -> Iterator[Mesh]:
    """Two regions whose mesh runs. Tests that break it mend it."""
    with mesh(REGIONS) as running:
        yield running
