"""Two stacks in one account: one owns what AWS keeps there once, and the other comes and goes beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.judge import project_judge
from sandbox.engine.deployment import Deployment, Options
from sandbox.engine.events import Result
from tests.conftest import own_emulator
from tests.test_stacks import prepared

OWNER = "main"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An account of our own."""
    with own_emulator(tmp_path_factory.mktemp("emulator")) as endpoint:
        yield endpoint


@pytest.fixture(scope="module", autouse=True)
def owner(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """The account's owner, in one region."""
    stack = deployment(tmp_path_factory.mktemp("owner"), endpoint, OWNER)
    result = stack.up()
    assert not result.failed, (result.failures, result.diagnostics)
    return stack


def deployment(folder: Path, endpoint: str, stack: str, regions: int = 1, owner: str = "") -> Deployment:
    return prepared(
        folder, endpoint, stack, regions, database={"shards": 1}, domain=f"{stack}.example.com", accountOwner=owner
    )


def assert_untouched(stack: Deployment) -> None:
    assert {op for op, count in stack.preview().changes().items() if count} == {"same"}
    drift = stack.refresh(dry_run=True)
    assert [(step.urn, step.changes) for step in drift.steps if step.op != "same"] == []


def told(result: Result) -> str:
    """Return the one thing that stopped the run, before anything in AWS was made."""
    assert result.failed
    assert [step.urn for step in result.steps if step.type.startswith("aws:")] == []
    (diagnostic,) = (each for each in result.diagnostics if each.severity == "error")
    return diagnostic.message


def test_a_second_stack_comes_and_goes_and_leaves_the_owner_whole(
    owner: Deployment, endpoint: str, tmp_path: Path
) -> None:
    second = deployment(tmp_path, endpoint, "second", owner=OWNER)
    result = second.up(Options(judge=project_judge()))
    assert not result.failed, (result.failures, result.diagnostics)
    assert [each for each in result.violations if each.level == "mandatory"] == []
    (owned,) = (each for each in result.violations if each.rule == "stack_accounts_are_owned")
    assert owned.message.startswith(f"account-of-{OWNER}: that stack answers for ")
    assert_untouched(second)
    assert not second.destroy().failed
    assert_untouched(owner)


def test_a_second_owner_is_refused_before_it_makes_anything(endpoint: str, tmp_path: Path) -> None:
    message = told(deployment(tmp_path, endpoint, "second").up())
    assert message.startswith("groot:accountOwner: groot-main owns this account in eu-west-1 ")


def test_an_owner_that_is_not_in_every_region_is_named_with_the_region(endpoint: str, tmp_path: Path) -> None:
    message = told(deployment(tmp_path, endpoint, "second", regions=2, owner=OWNER).up())
    assert "groot-main is to own this account, but eu-central-1 is owned by nobody" in message


def test_an_owner_that_is_another_is_named(endpoint: str, tmp_path: Path) -> None:
    message = told(deployment(tmp_path, endpoint, "second", owner="other").up())
    assert "groot-other is to own this account, but eu-west-1 is owned by groot-main" in message


def test_a_preview_says_what_a_deployment_would_refuse_and_goes_on(endpoint: str, tmp_path: Path) -> None:
    result = deployment(tmp_path, endpoint, "second").preview()
    assert not result.failed
    (warning,) = (each for each in result.diagnostics if each.severity == "warning")
    assert warning.message.startswith("groot:accountOwner: groot-main owns this account in eu-west-1 ")
