"""Every function keeps to its budget, and brings what it imports."""

import ast
import sys
import zipfile
from pathlib import Path

import pytest

from functions import contents
from ops.functions import budgets, building
from ops.functions.libraries import LOCAL
from ops.request import OperationError
from tests.conftest import ROOT

NAMES = contents.names(ROOT)
OF_THE_RUNTIME = {"boto3", "botocore"}
"""What Lambda's Python brings (Lambda Developer Guide, "Runtime-included SDK versions")."""
RUNTIME = ROOT / ".venv/runtime/bin/python"


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """Archives of what the functions are now; libraries are there by `make test`."""
    building.build(ROOT, fetches=False)


def test_every_function_has_a_budget() -> None:
    assert sorted(budgets.budgets(ROOT)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_archive_keeps_to_its_size(name: str) -> None:
    size = budgets.size_kib(ROOT, name)
    assert size is not None
    assert size <= budgets.budgets(ROOT)[name].size_kib


@pytest.mark.parametrize("name", NAMES)
def test_handler_is_imported_within_its_time(name: str) -> None:
    python = RUNTIME if RUNTIME.exists() else Path(sys.executable)
    assert budgets.import_ms(ROOT, name, python) <= budgets.budgets(ROOT)[name].import_ms


@pytest.mark.parametrize("name", NAMES)
def test_archive_has_every_library_that_is_imported(name: str) -> None:
    imported: set[str] = set()
    for path in contents.sources(ROOT, name):
        if path.endswith(".py"):
            for node in ast.walk(ast.parse((ROOT / path).read_bytes())):
                modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                imported |= {module.split(".")[0] for module in modules}
    with zipfile.ZipFile(ROOT / contents.archive(name, LOCAL)) as archive:
        brought = {path.split("/")[0].removesuffix(".py") for path in archive.namelist()}
    assert imported - brought - OF_THE_RUNTIME - sys.stdlib_module_names == set()


def test_a_line_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "functions").mkdir()
    (tmp_path / budgets.FILE).write_text("name\tsize_kib\timport_ms\nit\tmany\t1\n")
    with pytest.raises(OperationError, match=r"^functions/budgets.tsv: invalid literal.*by tabs$"):
        budgets.budgets(tmp_path)


def test_a_handler_that_can_not_be_imported_is_named(tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_text("import nowhere\n")
    where = tmp_path / contents.archive("it", LOCAL)
    building.write(where, {"functions/it/handler.py": tmp_path / "handler.py"}, "")
    with pytest.raises(OperationError, match=r"function it can't be imported: ModuleNotFoundError.*nowhere"):
        budgets.import_ms(tmp_path, "it")
