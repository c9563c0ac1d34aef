"""One deployed staging stack, shared by the whole session."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import hypothesis
import pytest

from ops.judge import project_judge
from sandbox.emulator import HOST, Emulator, environment
from sandbox.engine.deployment import Deployment, Options
from sandbox.engine.events import Result
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers
from sandbox.state.model import ResourceState
from sandbox.state.store import Store

hypothesis.settings.register_profile("groot", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("groot")  # a busy machine is no fault of what is tested

ROOT = Path(__file__).resolve().parents[1]
PASSPHRASE = "staging-test"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=4, help="how many processes tests/survival kills under load")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def lend_functions(folder: Path) -> None:
    """Let a project in *folder* find the functions' files and archives, which a program names from its project."""
    for name in ("functions", "build"):
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(ROOT / name)


@dataclass
class Deployed:
    """A stack that is up: what the run said, what the state holds, and clients to look for oneself."""

    deployment: Deployment
    result: Result
    endpoint: str
    resources: list[ResourceState]

    def client(self, service: str, region: str = "us-east-1") -> Any:
        known = environment(self.endpoint, region)
        return boto3.client(
            service,  # pyright: ignore[reportArgumentType] - named by a test
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=known["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=known["AWS_SECRET_ACCESS_KEY"],
        )

    def of_type(self, token: str) -> list[ResourceState]:
        return [resource for resource in self.resources if resource.type == token]

    def named(self, name: str) -> ResourceState:
        return next(resource for resource in self.resources if resource.name == name)


@contextmanager
def own_emulator(folder: Path) -> Iterator[str]:
    """Run a moto server that keeps its record in *folder*, as the command does; gives where it answers."""
    emulator = Emulator(folder)
    yield emulator.start(free_port()).endpoint
    emulator.reset()


@pytest.fixture(scope="session")
def emulator_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project whose emulator this session's is."""
    return tmp_path_factory.mktemp("emulator")


@pytest.fixture(scope="session")
def emulator_endpoint(emulator_home: Path) -> Iterator[str]:
    """Where a moto server of this session answers."""
    with own_emulator(emulator_home) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def staging(emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    """The staging stack, deployed once with every policy. Tests look at it and leave it as it is."""
    return deployed_staging(emulator_endpoint, tmp_path_factory.mktemp("staging"))


def deployed_staging(endpoint: str, folder: Path) -> Deployed:
    """Deploy staging with every policy to *endpoint*; its state is in *folder*."""
    project = load_project(ROOT, "staging", lambda _root: PASSPHRASE)
    deployment = Deployment(project, folder, standard_providers(endpoint, folder), PASSPHRASE)
    result = deployment.up(Options(judge=project_judge()))
    assert not result.failed, (result.failures, result.diagnostics)
    with Store(folder, project.name, project.stack, PASSPHRASE) as store:
        return Deployed(deployment, result, endpoint, list(store.resources))
