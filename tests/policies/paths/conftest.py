"""What staging declares, deployed and as a first preview shows it."""

from pathlib import Path

import pytest

from policies.model import Resource
from sandbox.engine.deployment import Deployment
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers
from tests.conftest import PASSPHRASE, ROOT, Deployed
from tests.policies.paths.captured import previewed_by, resources_of, wired


@pytest.fixture(scope="session")
def deployed(staging: Deployed) -> list[Resource]:
    """Staging's resources as they stand."""
    return resources_of(staging.resources)


@pytest.fixture(scope="session")
def previewed(emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> list[Resource]:
    """Staging's resources before there are any, as the stock engine hands them on."""
    folder: Path = tmp_path_factory.mktemp("preview")
    project = load_project(ROOT, "staging", lambda _root: PASSPHRASE)
    return wired(previewed_by(Deployment(project, folder, standard_providers(emulator_endpoint, folder), PASSPHRASE)))
