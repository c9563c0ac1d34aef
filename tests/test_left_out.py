"""Stacks without a room: the others stand, what was lost is a violation or nobody's, and no control passes on less."""

from collections.abc import Mapping

import pytest

from ops.judge import project_judge
from ops.judged_run import JudgedRun, Subject
from policies import frameworks
from policies.assessment import Result, assess
from policies.core import Outcome
from policies.registry import discover
from sandbox.engine.deployment import Options
from sandbox.engine.events import Result as Preview
from tests.test_stacks import prepared

CATALOGUE = frameworks.load(discover())
DEMANDED = {
    "edge": set(),
    "resilience": {
        "stack_recovery_is_in_place",
        "stack_stores_are_backed_up",
        "stack_stores_meet_their_recovery_point",
    },
    "security": {"stack_security_is_in_place"},
}
"""By room, the mandatory rules that are violated without it."""
OF_THE_ROOM = {
    "edge": {"aws:apigateway/", "aws:cloudfront/", "aws:wafv2/"},
    "resilience": {"aws:backup/"},
    "security": {"aws:cloudtrail/", "aws:guardduty/", "aws:opensearch/", "aws:securityhub/"},
}
"""By room, what the types begin with that stand nowhere else."""


Previewed = tuple[Preview, JudgedRun]


@pytest.fixture(scope="module")
def previews(tmp_path_factory: pytest.TempPathFactory, emulator_endpoint: str) -> Mapping[str, Previewed]:
    """One region with everything (""), and without each room."""

    def preview(room: str) -> Previewed:
        judge = project_judge()
        deployment = prepared(
            tmp_path_factory.mktemp("bare"), emulator_endpoint, "bare", 1, leaveOut=[room] if room else []
        )
        result = deployment.preview(Options(judge=judge))
        assert not result.failed, (result.failures[:3], result.diagnostics)
        return result, judge.run("groot", "bare", Subject.PREVIEW)

    return {room: preview(room) for room in ("", *DEMANDED)}


def results(run: JudgedRun) -> Mapping[tuple[str, str], Result]:
    return {
        (framework.pack, each.control.id): each.result
        for framework in CATALOGUE.frameworks.values()
        for each in assess(framework, CATALOGUE, run.verdicts, run.judged_at).controls
    }


@pytest.mark.parametrize("room", DEMANDED)
def test_the_others_stand_and_policies_ask_for_what_is_missed(room: str, previews: Mapping[str, Previewed]) -> None:
    result, run = previews[room]
    assert {each.rule for each in result.violations if each.level == "mandatory"} == DEMANDED[room]
    types = {resource.type for resource in run.resources}
    assert not [each for each in types if each.startswith(tuple(OF_THE_ROOM[room]))]
    assert types >= {"groot:index:Cluster", "groot:index:ShardMap"}
    assert [each.name for each in run.resources if each.type == "groot:index:LeftOut"] == [f"left-out-{room}"]


@pytest.mark.parametrize("room", ["resilience", "security"])
def test_a_control_does_not_pass_for_want_of_what_a_left_out_room_would_show(
    room: str, previews: Mapping[str, Previewed]
) -> None:
    (_, whole), (_, run) = previews[""], previews[room]
    said = {each.rule for each in run.verdicts}
    silent = {each.rule for each in whole.of(Outcome.PASSED) if each.rule.startswith("stack_")} - said
    assert silent
    found = results(run)
    resting = {
        (CATALOGUE.frameworks[key].pack, control)
        for rule in silent
        for key, controls in CATALOGUE.controls_by_rule.get(rule, {}).items()
        for control in controls
    }
    assert resting
    assert {control for control in resting if found[control] is Result.PASSED} == set()


def test_without_the_edge_nothing_is_said_to_answer(previews: Mapping[str, Previewed]) -> None:
    outputs = previews["edge"][0].outputs
    assert not [name for name in ("apiHost", "siteHosts", "distribution") if outputs.get(name)]
    assert outputs["clusters"]
