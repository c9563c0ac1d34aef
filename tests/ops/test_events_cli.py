"""`groot events`: finds the functions of a stack, asks before it destroys, and tells what came of it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ops import cli
from ops.events import finding
from ops.events.operating import Operator, Region
from ops.request import OperationError, UsageError
from tests.conftest import ROOT

FUNCTION, ALIAS = "aws:lambda/function:Function", "aws:lambda/alias:Alias"
ANSWERS = {
    "size": {"partitions": 600},
    "move": {"done": 3, "left": []},
    "open": {"done": 3, "left": []},
    "take": {"done": 3, "left": []},
    "replay": {"done": 1, "left": ["s: KeyError"]},
    "begin": {"generation": 2},
    "catch-up": {"generation": 2},
    "finish": {"generation": 2},
    "forget": {"done": 1},
    "verify": {"done": 5, "faults": ["stream s goes on with 3 instead of 2"], "refused": []},
}


class Asked:
    """Regions that note what they are asked, and answer as they are told to."""

    def __init__(self, **answers: Sequence[Mapping[str, Any]]) -> None:
        self.asked: list[tuple[str, str]] = []
        self._answers = {name: list(given) for name, given in answers.items()}

    def region(self, name: str, store: str = "one") -> Region:
        def ask(asked: Mapping[str, Any]) -> Mapping[str, Any]:
            self.asked.append((name, asked["do"]))
            given = self._answers.get(asked["do"])
            return given.pop(0) if given else ANSWERS[asked["do"]]

        return Region(name=name, store=store, ask=ask)

    def operator(self, *regions: Region) -> Operator:
        return Operator(regions=regions, tell=lambda _: None, sleep=lambda _: None)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    found = Asked()
    stand = [found.region("us-east-1"), found.region("eu-west-1")]
    monkeypatch.setattr(finding, "regions", lambda *_: stand)
    monkeypatch.chdir(ROOT)
    return found


@pytest.mark.parametrize("command", [("failover", "--to", "eu-west-1"), ("forget", "ann")])
def test_what_cannot_be_undone_is_asked_for(
    asked: Asked, command: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["events", *command]) == 2
    assert "--yes" in capsys.readouterr().err
    assert asked.asked == []
    assert cli.run(["events", *command, "--yes"]) == 0
    assert asked.asked


def test_a_key_is_destroyed_in_one_region_of_those_that_share_it(asked: Asked) -> None:
    cli.run(["events", "forget", "ann", "--yes"])
    assert len(asked.asked) == 1


def test_a_lost_home_is_asked_nothing(asked: Asked) -> None:
    assert cli.run(["events", "failover", "--to", "eu-west-1", "--lost", "--yes"]) == 0
    assert {region for region, _ in asked.asked} == {"eu-west-1"}
    assert {what for _, what in asked.asked} == {"size", "take"}


@pytest.mark.parametrize(("command", "line"), [("replay", "s: KeyError"), ("verify", "goes on with 3 instead of 2")])
def test_what_is_not_as_it_should_be_is_told_and_fails(
    asked: Asked, command: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["events", command, "--region", "eu-west-1"]) == 1
    assert line in capsys.readouterr().out
    assert {region for region, _ in asked.asked} == {"eu-west-1"}


def test_a_region_without_a_store_is_told_with_those_that_have_one(
    asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["events", "verify", "--region", "mars"]) == 2
    assert "there are us-east-1, eu-west-1" in capsys.readouterr().err


def test_what_is_on_its_way_is_waited_for_and_what_never_comes_is_told() -> None:
    late = [{"done": 2, "left": ["partition 7 is not here"]}, {"done": 1, "left": []}]
    few = [{"partitions": 10}]
    found = Asked(size=list(few), move=[{"done": 3, "left": []}], open=late)
    assert found.operator(found.region("a"), found.region("b")).move("b") == 3
    never = Asked(size=list(few), open=[{"done": 0, "left": ["partition 7 is not here"]}] * 1_000)
    with pytest.raises(OperationError, match=r"b: 1 partitions are left, partition 7 .* run it again"):
        never.operator(never.region("a"), never.region("b")).move("b")


def test_regions_of_other_events_are_left_alone() -> None:
    found = Asked()
    regions = (found.region("a"), found.region("b"), found.region("c", store="other"))
    found.operator(*regions).move("b")
    assert "c" not in {region for region, _ in found.asked}
    with pytest.raises(UsageError, match="only region"):
        found.operator(*regions).move("c")


def test_functions_are_found_in_the_state_of_an_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    file = tmp_path / "state.json"
    file.write_text(json.dumps(state("operations", "api")))
    [region] = finding.regions("staging", None, file)
    assert (region.name, region.store) == ("us-east-1", "eu-west-1")
    file.write_text(json.dumps(state("api")))
    with pytest.raises(UsageError, match="groot up"):
        finding.regions("staging", None, file)
    with pytest.raises(UsageError, match="give one of them"):
        finding.regions("staging", "http://127.0.0.1:1", file)


def test_who_founded_an_event_store_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    file = tmp_path / "state.json"
    file.write_text(json.dumps(state("operations", regions=("ap-south-1", "us-east-1", "eu-west-1"))))
    found = finding.regions("staging", None, file)
    assert [each.name for each in found] == ["eu-west-1", "ap-south-1", "us-east-1"]


def state(*entries: str, regions: Sequence[str] = ("us-east-1",)) -> dict[str, Any]:
    """Return a state with a function of the event store, founded in eu-west-1, for each of *entries* and *regions*."""
    resources = [
        {
            "urn": f"urn:pulumi:staging::groot::{FUNCTION}::events-{region}-{entry}-function",
            "type": FUNCTION,
            "custom": True,
            "id": entry,
            "inputs": {
                "handler": "functions.event_store.handler.operate",
                "region": region,
                "environment": {"variables": {"FOUNDING_REGION": "eu-west-1"}},
            },
            "outputs": {"name": entry, "region": region},
        }
        for region in regions
        for entry in entries
    ]
    return {"version": 3, "deployment": {"resources": resources}}
