"""Taking away anything that staging's declared paths rest on is found, with the hop that breaks off."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from ops.judge import PolicyJudge, resource_of
from ops.subjects import judge_states
from policies import core
from policies.graph import Graph
from policies.model import Finding, Resource
from policies.paths.walk import walk
from policies.registry import Registry
from policies.rules.stack import stack_copies_arrive, stack_logs_arrive, stack_paths_carry
from policies.unknown import readable
from sandbox.engine.judge import Judged, Verdict
from tests.conftest import Deployed

RULES = tuple(module.RULE for module in (stack_copies_arrive, stack_logs_arrive, stack_paths_carry))
SAMPLES = 100


class Keeper(PolicyJudge):
    """Keeps the stack that it is shown, as rules see it."""

    def __init__(self) -> None:
        super().__init__(core.Judge(Registry(rules=(), stack_rules=())))
        self.shown: Sequence[Resource] = ()

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        self.shown = [replace(each, props=readable(each.props)) for each in map(resource_of, resources)]
        return super().stack(resources)


@pytest.fixture(scope="module")
def resources(staging: Deployed) -> Sequence[Resource]:
    keeper = Keeper()
    judge_states(keeper, staging.resources)
    return keeper.shown


def found(resources: Sequence[Resource]) -> list[Finding]:
    graph = Graph(resources)
    return [finding for rule in RULES for finding in rule.check(graph)]


def test_every_declared_path_carries_and_nothing_else_is_open(resources: Sequence[Resource]) -> None:
    assert [finding.message for finding in found(resources)] == []


def test_what_any_path_rests_on_is_missed_by_name(resources: Sequence[Resource]) -> None:
    walked = walk(Graph(resources))
    legs = [leg for _, leg in (*walked.traffic, *walked.logs, *walked.copies)]
    elements = sorted({element.urn for leg in legs for element in leg.elements})
    names = {resource.urn: resource.name for resource in resources}
    unnoticed = []
    for urn in random.Random(1).sample(elements, SAMPLES):
        messages = [each.message for each in found([one for one in resources if one.urn != urn])]
        if not any(": path " in message or names[urn] in message for message in messages):
            unnoticed.append(names[urn])
    assert unnoticed == []
