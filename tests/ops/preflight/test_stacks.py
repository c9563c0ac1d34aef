"""The stacks that come with the repository, and one in four regions: AWS would take all of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from ops.preflight import keys, linting, permissions
from ops.preflight.linting import Message
from ops.preflight.plan import Plan, of_states
from ops.preflight.schemas import Schemas
from ops.preflight.translation import Translator
from tests.conftest import Deployed


@pytest.fixture(scope="module")
def messages(
    staging_plan: Plan, prod_plan: Plan, world_plan: Plan, translator: Translator
) -> Mapping[str, Sequence[Message]]:
    """All that cfn-lint says of each stack, noise and all."""
    plans = (staging_plan, prod_plan, world_plan)
    return {plan.stack: linting.lint(_translated(plan, translator)) for plan in plans}


def _translated(plan: Plan, translator: Translator) -> Sequence[linting.Translated]:
    instances = [found for each in plan.resources for found in translator.instances(each)]
    return [found for each in plan.resources if (found := translator.translate(each))] + instances


@pytest.mark.parametrize("stack", ["staging", "prod", "world"])
def test_aws_would_take_every_value(stack: str, messages: Mapping[str, Sequence[Message]]) -> None:
    assert [each.line() for each in linting.findings(messages[stack])] == []


@pytest.mark.parametrize("stack", ["staging_plan", "prod_plan", "world_plan"])
def test_every_key_lets_its_users_use_it(
    stack: str, translator: Translator, known: Schemas, request: pytest.FixtureRequest
) -> None:
    assert [each.line() for each in keys.ask(request.getfixturevalue(stack), translator, known).findings] == []


@pytest.mark.parametrize("stack", ["staging_plan", "prod_plan", "world_plan"])
def test_the_pipelines_roles_may_do_what_is_called(
    stack: str, translator: Translator, known: Schemas, request: pytest.FixtureRequest
) -> None:
    asked = permissions.ask(request.getfixturevalue(stack), translator, known)
    assert [each.line() for each in asked.findings] == []


def test_every_entry_of_noise_is_needed(messages: Mapping[str, Sequence[Message]]) -> None:
    said = [message for each in messages.values() for message in each]
    assert [noise.why for noise in linting.table().noise if noise not in linting.used_noise(said)] == []


def test_cfn_lint_was_asked_of_nearly_everything(staging_plan: Plan, translator: Translator) -> None:
    ours = [each for each in staging_plan.resources if each.type.startswith("aws:")]
    assert len(_translated(staging_plan, translator)) > 0.9 * len(ours)


@pytest.fixture(scope="module")
def deployed(staging: Deployed) -> Plan:
    """Staging as it stands: what a preview can't know, ids and addresses and so policies, is there too."""
    return of_states(staging.resources, "staging", "us-east-1")


def test_a_deployed_stack_has_the_same_faults_as_its_preview(
    deployed: Plan, messages: Mapping[str, Sequence[Message]], translator: Translator
) -> None:
    found = linting.findings(linting.lint(_translated(deployed, translator)))
    expected = linting.findings(messages["staging"])
    assert {(each.rule, each.urn) for each in found} == {(each.rule, each.urn) for each in expected}


@pytest.mark.parametrize("ask", [keys.ask, permissions.ask], ids=["keys", "roles"])
def test_nothing_is_refused_once_a_stack_is_deployed(
    ask: Callable[[Plan, Translator, Schemas], Any], deployed: Plan, translator: Translator, known: Schemas
) -> None:
    assert [each.line() for each in ask(deployed, translator, known).findings] == []
