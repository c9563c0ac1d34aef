"""Previews of the stacks, shared by the tests of what AWS would refuse of them."""

from pathlib import Path

import pytest

from ops.preflight import schemas
from ops.preflight.plan import Gatherer, Plan, home_region
from ops.preflight.schemas import Schemas
from ops.preflight.translation import Translator
from sandbox.engine.deployment import Deployment, Options
from sandbox.project import load_project
from sandbox.providers.standard import standard_providers
from tests.conftest import ROOT
from tests.ops.preflight.plans import HOME
from tests.test_stacks import prepared


def planned(deployment: Deployment, stack: str, home: str) -> Plan:
    gatherer = Gatherer()
    result = deployment.preview(Options(judge=gatherer))
    assert not result.failed, (result.failures[:3], result.diagnostics)
    return gatherer.plan(stack, home)


def _own(stack: str, endpoint: str, folder: Path) -> Plan:
    project = load_project(ROOT, stack, lambda _root: "test")
    deployment = Deployment(project, folder, standard_providers(endpoint, folder), "test")
    return planned(deployment, stack, home_region(project.config))


@pytest.fixture(scope="session")
def staging_plan(emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return _own("staging", emulator_endpoint, tmp_path_factory.mktemp("staging-plan"))


@pytest.fixture(scope="session")
def prod_plan(emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return _own("prod", emulator_endpoint, tmp_path_factory.mktemp("prod-plan"))


@pytest.fixture(scope="session")
def world_plan(emulator_endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """A stack in four regions, none of them us-east-1."""
    folder = tmp_path_factory.mktemp("world-plan")
    deployment = prepared(folder, emulator_endpoint, "world", 4, protect=True, natPerZone=True)
    return planned(deployment, "world", "eu-west-1")


@pytest.fixture(scope="session")
def known() -> Schemas:
    """AWS's schemas."""
    return schemas.load()


@pytest.fixture(scope="session")
def translator(known: Schemas) -> Translator:
    return Translator(known, HOME)
