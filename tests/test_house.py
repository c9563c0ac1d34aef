"""Which way imports go between the rooms (docs/architecture.md, "Rooms"), and that none goes in a circle.

Every import counts: within functions, and for type checkers alone.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
MAY_IMPORT: Final[Mapping[str, frozenset[str]]] = {
    "__main__": frozenset({"settings", "components", "governance"}),
    "settings": frozenset({"settings"}),
    "analytics": frozenset({"analytics"}),
    "components": frozenset({"settings", "components", "governance", "analytics"}),
    "functions": frozenset({"functions"}),
    "governance": frozenset({"governance"}),
    "policies": frozenset({"policies"}),
    "sandbox": frozenset({"sandbox"}),
    "ops": frozenset({"ops", "sandbox", "policies", "governance", "analytics"}),
}
"""The rooms, and which rooms each may import."""
CONTENTS: Final = "functions.contents"
"""What archives of functions are made of: asked by who declares functions and by who builds them, and in no archive."""


TOLD: Final = frozenset({"functions._shared.problem.Problem", "components.edge.gateway_refusals"})
"""What callers of the API are told when it refuses, which the page that documents it asks of those who say it."""


@cache
def modules() -> Mapping[str, ast.Module]:
    """Return the syntax of every module of the rooms, by name."""
    files = (file for room in MAY_IMPORT for file in (*ROOT.glob(f"{room}.py"), *ROOT.glob(f"{room}/**/*.py")))
    return {_name(file): ast.parse(file.read_bytes()) for file in files}


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.Module) -> Iterator[str]:
    """Yield what of the rooms *tree* imports: modules, or names of modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in found if name.partition(".")[0] in {*MAY_IMPORT, ""})


def allowed(module: str, imported: str) -> bool:
    """Return whether *module* may import *imported*. Relative imports are none of the house's."""
    room, *inner = module.split(".")
    if imported.startswith(CONTENTS):
        return room in ("components", "ops")
    if module == "ops.contract.problems" and imported.startswith(tuple(TOLD)):
        return True
    other, part, *_ = f"{imported}..".split(".")
    if other not in MAY_IMPORT[room]:
        return False
    if room != "components":
        return True
    if other in ("governance", "analytics"):
        return inner[0] == other
    return part[:1].isupper() if other == "settings" else part in (inner[0], "_shared")


def test_imports_go_one_way() -> None:
    assert [
        f"{module} imports {imported}"
        for module, tree in modules().items()
        for imported in imports(tree)
        if not allowed(module, imported)
    ] == []


def test_no_import_goes_in_a_circle() -> None:
    known = modules()
    graph = {
        module: {name if name in known else name.rpartition(".")[0] for name in imports(tree)} - {module}
        for module, tree in known.items()
    }
    TopologicalSorter(graph).prepare()


def test_a_room_of_components_is_wired_by_one_function_of_its_own() -> None:
    rooms = {name.split(".")[1] for name in modules() if name.startswith("components.")} - {"_shared"}
    wired = {
        room: [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
        for room in rooms
        if (tree := modules().get(f"components.{room}.wiring"))
    }
    assert wired == {room: [f"declare_{room}"] for room in rooms}


def test_the_composition_root_only_hands_on() -> None:
    declared = [name for name in imports(modules()["__main__"]) if name.startswith("components.")]
    assert [name for name in declared if not name.startswith("components._shared.") and ".wiring." not in name] == []
