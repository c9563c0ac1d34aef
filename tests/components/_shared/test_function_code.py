"""The code that a program hands over: what a function is now, and never what it was."""

from pathlib import Path

import pulumi
import pytest

from components._shared.function_code import StaleArchiveError, code, code_digest
from functions import contents
from ops.functions import building
from tests.ops.functions import project


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = project.make(tmp_path)
    monkeypatch.setenv("UV_FIND_LINKS", str(made / "wheels"))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    return made


def test_modules_alone_go_as_they_are_and_need_no_build(root: Path) -> None:
    archive = code("plain", root)
    assert isinstance(archive, pulumi.AssetArchive)
    assert sorted(archive.assets) == contents.sources(root, "plain")
    assert {getattr(asset, "path", "") for asset in archive.assets.values()} == set(archive.assets)


def test_what_brings_libraries_is_the_archive_for_aws(root: Path) -> None:
    building.build(root, fetches=True)
    archive = code("bringing", root)
    assert isinstance(archive, pulumi.FileArchive)
    assert archive.path == "build/functions/bringing-arm64.zip"


def test_no_program_deploys_what_was_never_built_or_has_changed_since(root: Path) -> None:
    told = "function bringing: build/functions/bringing-arm64.zip is missing or stale; run `make functions`"
    with pytest.raises(StaleArchiveError) as raised:
        code("bringing", root)
    assert str(raised.value) == told
    building.build(root, fetches=True)
    (root / "functions/_shared/words.py").write_text("WORD = 'two'\n")
    with pytest.raises(StaleArchiveError) as raised:
        code("bringing", root)
    assert str(raised.value) == told


def test_the_digest_changes_with_the_code_and_with_nothing_else(root: Path) -> None:
    before = code_digest("plain", root)
    (root / "functions/_shared/words.py").write_text("WORD = 'two'\n")
    assert code_digest("plain", root) == before
    (root / "functions/plain/core.py").write_text("import os\n")
    assert code_digest("plain", root) != before
