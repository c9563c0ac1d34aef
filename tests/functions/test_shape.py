"""Every function has the shape that the next reader looks for (CONTRIBUTING, "Add a function")."""

import ast
from pathlib import Path

import pytest

from functions import contents
from tests.conftest import ROOT

FOLDERS = [ROOT / contents.FOLDER / name for name in contents.names(ROOT)]
HANDLER_LINES = 60
TELLS_FAULTS_IN_WORDS = {"health"}
"""Functions that raise nothing of their own: what is wrong is their answer."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
class TestFunction:
    def test_its_handler_parses_and_answers_and_others_decide(self, folder: Path) -> None:
        assert len((folder / "handler.py").read_text().splitlines()) <= HANDLER_LINES
        files = {"core.py"} if folder.name in TELLS_FAULTS_IN_WORDS else {"core.py", "errors.py"}
        assert files <= {file.name for file in folder.iterdir()}

    def test_every_entry_tells_which_call_its_lines_belong_to(self, folder: Path) -> None:
        tree = ast.parse((folder / "handler.py").read_text())
        public = [one for one in tree.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")]
        assert public
        decorators = {one.name: [ast.unparse(each) for each in one.decorator_list] for one in public}
        assert {name: found for name, found in decorators.items() if found[:1] != ["entry(LOG)"]} == {}
        assert all(found[1:] == [] or found[1].startswith("runs(LOG, ") for found in decorators.values())

    def test_nothing_is_printed_past_the_log(self, folder: Path) -> None:
        printed = [file.name for file in folder.glob("*.py") if "print(" in file.read_text()]
        assert printed == []
