"""What is remembered of runs: a line each, whatever happened to the lines before."""

import datetime
import subprocess
from pathlib import Path

import pytest

from ops import history
from ops.history import Entry
from ops.judged_run import Subject

STARTED = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)


def entry(day: int) -> Entry:
    return Entry(
        at=STARTED + datetime.timedelta(days=day),
        of=Subject.PREVIEW,
        commit="0123456789ab-dirty",
        scores={"soc2": 87.5, "gdpr": None},
        counts={"passed": 3},
    )


def test_runs_are_recalled_in_order(tmp_path: Path) -> None:
    for day in range(3):
        history.remember(tmp_path, "staging", entry(day))
    history.remember(tmp_path, "prod", entry(9))
    assert history.recall(tmp_path, "staging") == history.History(entries=[entry(0), entry(1), entry(2)], damaged=0)


def test_a_stack_without_a_past_has_none(tmp_path: Path) -> None:
    assert history.recall(tmp_path, "staging") == history.History(entries=[], damaged=0)


@pytest.mark.parametrize(
    "damage", [b'{"at": "2026-03', b"[]", b"\xff\xfe", b'{"at": "yesterday", "of": "preview"}', b"null"]
)
def test_damaged_lines_are_passed_over_and_counted(tmp_path: Path, damage: bytes) -> None:
    history.remember(tmp_path, "staging", entry(0))
    with history.path_of(tmp_path, "staging").open("ab") as file:
        file.write(damage)
    history.remember(tmp_path, "staging", entry(1))
    assert history.recall(tmp_path, "staging") == history.History(entries=[entry(0), entry(1)], damaged=1)


def test_a_run_that_cannot_be_remembered_says_so_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".sandbox").write_text("a file in the way")
    history.remember(tmp_path, "staging", entry(0))
    assert "this run isn't remembered: " in capsys.readouterr().err


def test_the_commit_is_told_and_whether_there_is_more_than_it(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    assert history.commit_of(tmp_path) is None
    git("init")
    (tmp_path / "file").write_text("one")
    git("add", "file")
    git("commit", "-m", "One")
    clean = history.commit_of(tmp_path)
    assert clean is not None
    assert len(clean) == 12
    (tmp_path / "file").write_text("two")
    assert history.commit_of(tmp_path) == f"{clean}-dirty"
