"""Archives of functions: what is in them, and that they are the same wherever and whenever they are built."""

import zipfile
from pathlib import Path

import pytest

from functions import contents
from ops.functions import building
from ops.request import OperationError
from tests.ops.functions import project

ALL = [f"build/functions/{name}-{machine}.zip" for name in ("bringing", "plain") for machine in ("arm64", "local")]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose libraries lie in a folder; no registry is asked."""
    made = project.make(tmp_path / "one")
    monkeypatch.setenv("UV_FIND_LINKS", str(made / "wheels"))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    return made


def names(root: Path, archive: str) -> list[str]:
    with zipfile.ZipFile(root / archive) as opened:
        return opened.namelist()


def test_two_builds_in_other_folders_at_other_times_are_the_same_to_the_byte(root: Path, tmp_path: Path) -> None:
    other = project.make(tmp_path / "two")
    project.aged(other)
    assert building.build(root, fetches=True) == building.build(other, fetches=True) == ALL
    for archive in ALL:
        assert (root / archive).read_bytes() == (other / archive).read_bytes()


def test_archives_depend_on_no_compressor(root: Path) -> None:
    building.build(root, fetches=True)
    for archive in ALL:
        with zipfile.ZipFile(root / archive) as opened:
            assert {info.compress_type for info in opened.infolist()} == {zipfile.ZIP_STORED}
            assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_archive_has_what_its_function_imports_and_nothing_else(root: Path) -> None:
    building.build(root, fetches=True)
    assert names(root, "build/functions/plain-arm64.zip") == [
        "functions/__init__.py",
        "functions/plain/__init__.py",
        "functions/plain/core.py",
        "functions/plain/handler.py",
        "functions/plain/schema/0001.sql",
    ]
    assert names(root, "build/functions/bringing-arm64.zip") == [
        "functions/__init__.py",
        "functions/_shared/__init__.py",
        "functions/_shared/words.py",
        "functions/bringing/__init__.py",
        "functions/bringing/handler.py",
        "tiny-1.0.dist-info/METADATA",
        "tiny-1.0.dist-info/WHEEL",
        "tiny-1.0.dist-info/entry_points.txt",
        "tiny/__init__.py",
    ]


def test_a_change_rebuilds_the_functions_that_it_reaches_and_no_other(root: Path) -> None:
    building.build(root, fetches=True)
    assert building.build(root, fetches=False) == []
    (root / "functions/_shared/words.py").write_text("WORD = 'two'\n")
    assert building.build(root, fetches=False) == [path for path in ALL if "bringing" in path]
    assert building.build(root, fetches=False) == []


def test_a_damaged_archive_is_built_anew(root: Path) -> None:
    building.build(root, fetches=True)
    whole = (root / ALL[0]).read_bytes()
    (root / ALL[0]).write_bytes(whole[:-10])
    assert building.build(root, fetches=False) == ALL[:1]
    assert (root / ALL[0]).read_bytes() == whole


def test_libraries_that_are_not_there_are_asked_for_in_one_line(root: Path) -> None:
    with pytest.raises(OperationError, match=r"^function bringing: its libraries are not there.*`make functions`$"):
        building.build(root, fetches=False)


def test_libraries_of_an_older_lock_do_not_do(root: Path) -> None:
    building.build(root, fetches=True)
    lock = root / "functions/bringing/requirements.lock"
    lock.write_text(lock.read_text() + "\n# another\n")
    with pytest.raises(OperationError, match=r"requirements\.lock; get them by `make functions`"):
        building.build(root, fetches=False)


def test_a_wheel_with_another_hash_is_refused_in_one_line(root: Path) -> None:
    lock = root / "functions/bringing/requirements.lock"
    lock.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(OperationError) as raised:
        building.build(root, fetches=True)
    assert "cannot get the libraries of function bringing for arm64" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_function_is_stale_until_it_is_built(root: Path) -> None:
    assert not contents.is_fresh(root, "plain")
    building.build(root, fetches=True)
    assert contents.is_fresh(root, "plain")
    (root / "functions/plain/core.py").write_text("import os\n")
    assert not contents.is_fresh(root, "plain")
