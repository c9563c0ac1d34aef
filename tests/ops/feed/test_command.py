"""`groot feed` as a person or a pipeline runs it."""

import json
from pathlib import Path

import pytest

from ops import cli
from tests.ops.feed.test_release import TOLD, of, provider, rendered, state


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    file = tmp_path / "state.json"
    known = state(provider("us-east-1"), rendered("us-east-1", of("ConfigMap")), outputs={"feeds": TOLD})
    file.write_text(json.dumps(known))
    return file


def test_a_release_is_made_of_an_exported_state_and_written_where_it_is_asked_for(
    exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["feed", "--state-file", str(exported), "--out", str(tmp_path / "made")]) == 0
    assert "room-us: 1 manifests, 0 charts" in capsys.readouterr().out
    made = json.loads((tmp_path / "made" / "us-east-1.json").read_text())
    assert made["waves"] == [{"namespace": "default", "objects": [of("ConfigMap")]}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--publish", "--yes"], "give the stack's state by --state-file"),
        (["--publish", "--state-file", "{state}"], "nobody can be asked here; give --yes"),
    ],
)
def test_nothing_is_published_by_accident(
    exported: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["feed", *(part.format(state=exported) for part in arguments)]) == 2
    assert said in capsys.readouterr().err


def test_a_state_that_cannot_be_read_is_told_with_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["feed", "--state-file", str(tmp_path / "none.json")]) == 1
    assert "make it by `pulumi stack export`" in capsys.readouterr().err
