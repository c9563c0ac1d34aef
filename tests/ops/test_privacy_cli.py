"""`groot privacy`: the map and the record, for a terminal, a page and a machine."""

import json
from pathlib import Path

import pytest

from governance.loading import load
from ops.cli import run
from tests.conftest import ROOT


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(["privacy", *arguments]) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "400")


def test_the_map_names_every_store_and_how_each_right_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "map", "--format", "json"))
    stores = {each["name"]: each for each in found["stores"]}
    assert stores.keys() == load().stores.keys()
    assert stores["events"]["rights"]["erase"]["store"] == "subject-keys"
    assert stores["site"]["rights"] is None
    assert found["fields"]["openapi.yaml#Document"] == "content"
    for form in ("text", "markdown"):
        text = printed(capsys, "map", "--format", form)
        assert all(name in text for name in stores)
        assert "with subject-keys" in text


def test_the_record_answers_article_30_and_says_what_it_cannot_know(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "record", "--format", "json"))
    assert {each["name"] for each in found["activities"]} == load().activities.keys()
    security = next(each for each in found["activities"] if each["name"] == "security")
    assert {"online", "staff"} <= {*security["categories"]}
    assert any("controller" in each for each in found["owed"])
    page = printed(capsys, "record", "--format", "markdown")
    for letter in "abcdefg":
        assert f"({letter})" in page
    assert page.count("\n| --- |") == len(found["activities"]) + 1
    assert "Owed by people" in printed(capsys, "record")


def test_cells_of_a_page_hold_their_bars(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [line for line in printed(capsys, "map", "--format", "markdown").splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {4, 7, 8}


def test_a_project_without_a_catalogue_is_told_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "governance/catalogue: there is none" in printed(capsys, "map", code=1)
