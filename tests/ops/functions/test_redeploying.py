"""When a changed function is deployed without the program, and when a whole run has to say what follows."""

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from functions import contents
from ops.functions.redeploying import Basis, changes
from ops.stacks import state_folder
from sandbox.state.model import ResourceState
from tests.ops.functions.project import make

STACK, ENDPOINT = "staging", "http://127.0.0.1:1"
FUNCTION = ResourceState(
    urn="function",
    type="aws:lambda/function:Function",
    custom=True,
    inputs={"handler": "functions.plain.handler.handle", "code": {}},
    outputs={"version": "7", "qualifiedArn": "arn:aws:lambda:us-east-1:123456789012:function:plain:7"},
)
ALIAS = ResourceState(
    urn="alias",
    type="aws:lambda/alias:Alias",
    custom=True,
    inputs={"functionVersion": "7", "functionName": "plain"},
    dependencies=["function"],
    property_dependencies={"functionVersion": ["function"], "functionName": ["function"]},
)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A project whose stack is up, all of it, and whose program has run a module of a function itself."""
    make(tmp_path)
    (tmp_path / "__main__.py").write_text("")
    state = state_folder(tmp_path) / f"{STACK}.json"
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    spec = importlib.util.spec_from_file_location("of_a_program", tmp_path / "functions/plain/core.py")
    assert spec
    sys.modules["of_a_program"] = importlib.util.module_from_spec(spec)
    Basis(tmp_path, STACK, ENDPOINT).keep(whole=True)
    yield tmp_path
    del sys.modules["of_a_program"]


def write(path: str, text: str = "# changed\n") -> Callable[[Path], Any]:
    return lambda root: (root / path).write_text(text)


def code(root: Path) -> None:
    write("functions/_shared/words.py")(root)


def test_code_alone_is_known(root: Path) -> None:
    assert Basis(root, STACK, ENDPOINT).changed() == []
    code(root)
    changed = Basis(root, STACK, ENDPOINT)
    assert changed.changed() == ["bringing"]
    changed.keep(whole=False)
    assert Basis(root, STACK, ENDPOINT).changed() == []


@pytest.mark.parametrize(
    "also",
    [
        write("__main__.py"),
        write("settings.yaml"),
        write("functions/plain/core.py"),
        write("functions/plain/schema/0001.sql"),
        write("functions/bringing/requirements.in"),
        lambda root: (root / "functions/_shared/unused.py").rename(root / "components.py"),
        lambda root: (root / "functions/more").mkdir() or write("functions/more/handler.py")(root),
        lambda root: os.utime(state_folder(root) / f"{STACK}.json", (1, 1)),
        lambda root: (state_folder(root) / f"{STACK}.journal").write_text(""),
        lambda root: (root / ".sandbox" / "whole" / f"{STACK}.json").write_text("{"),
        lambda root: (root / ".sandbox" / "whole" / f"{STACK}.json").unlink(),
    ],
)
def test_anything_else_is_left_to_a_whole_run(root: Path, also: Callable[[Path], Any]) -> None:
    code(root)
    also(root)
    assert Basis(root, STACK, ENDPOINT).changed() == []


def test_what_is_no_file_or_leads_nowhere_stops_nobody(root: Path) -> None:
    (root / "lost").symlink_to(root / "nowhere")
    os.mkfifo(root / "pipe")
    Basis(root, STACK, ENDPOINT).keep(whole=True)
    code(root)
    assert Basis(root, STACK, ENDPOINT).changed() == ["bringing"]


def test_a_linked_folder_is_left_to_a_whole_run(root: Path) -> None:
    (root.parent / f"{root.name}-elsewhere").mkdir()
    (root / "components").symlink_to(root.parent / f"{root.name}-elsewhere")
    Basis(root, STACK, ENDPOINT).keep(whole=True)
    code(root)
    assert Basis(root, STACK, ENDPOINT).changed() == []


def test_so_are_policies_at_other_levels_and_a_stack_that_has_not_come_up(root: Path) -> None:
    code(root)
    levels = root.parent / f"{root.name}-levels.json"
    levels.write_text("{}")
    assert Basis(root, STACK, ENDPOINT, levels).changed() == []
    assert Basis(root, "prod", ENDPOINT).changed() == []


def test_so_is_code_whose_digest_something_else_tells(root: Path) -> None:
    state = state_folder(root) / f"{STACK}.json"
    state.write_text(contents.digest(root, "bringing"))
    Basis(root, STACK, ENDPOINT).keep(whole=True)
    code(root)
    assert Basis(root, STACK, ENDPOINT).changed() == []


def test_what_is_written_while_a_run_goes_on_counts_as_changed(root: Path) -> None:
    running = Basis(root, STACK, ENDPOINT)
    code(root)
    running.keep(whole=True)
    assert Basis(root, STACK, ENDPOINT).changed() == ["bringing"]


def chains(root: Path, *states: ResourceState) -> list[Any]:
    return [*changes(root, ["plain"], {state.urn: state for state in states})]


def test_an_alias_follows_to_the_version_that_came_of_it(root: Path) -> None:
    code = {"assets": {path: {} for path in contents.sources(root, "plain")}}
    function = replace(FUNCTION, inputs={**FUNCTION.inputs, "code": code})
    states = {"function": function, "alias": ALIAS}
    (chain,) = changes(root, ["plain"], states)
    assert next(chain) == (function, function.inputs)
    states["function"] = replace(function, outputs={**function.outputs, "version": "8"})
    assert [*chain] == [(ALIAS, {**ALIAS.inputs, "functionVersion": "8"})]
    assert (
        chains(root, replace(function, inputs={**FUNCTION.inputs, "code": {"assets": {"functions/old.py": {}}}})) == []
    )


@pytest.mark.parametrize(
    "follower",
    [
        replace(ALIAS, inputs={**ALIAS.inputs, "functionVersion": "6"}),
        replace(ALIAS, inputs={**ALIAS.inputs, "routingConfig": {"additionalVersionWeights": {"7": 0.1}}}),
        replace(ALIAS, type="aws:lambda/permission:Permission", inputs={"functionVersion": "7"}),
        replace(ALIAS, type="other", inputs={"functionName": [f"x {FUNCTION.outputs['qualifiedArn']}"]}),
    ],
)
def test_nothing_is_done_where_more_follows_the_code_than_a_whole_alias(root: Path, follower: ResourceState) -> None:
    code = {"path": contents.archive("plain")}
    assert chains(root, replace(FUNCTION, inputs={**FUNCTION.inputs, "code": code}), ALIAS)
    assert chains(root, replace(FUNCTION, inputs={**FUNCTION.inputs, "code": code}), follower) == []
