"""Reads the catalogue; every fault at once, each with where it is and what mends it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from governance.keeping import RANK, DataClass
from governance.means import Means, Right
from governance.model import Activity, Category, Rights, Store

FOLDER: Final = Path("governance") / "catalogue"
"""Relative to the project."""
OWN: Final = Path(__file__).resolve().parents[1]
CONDITIONS: Final = frozenset(
    {"account", "authority", "chaos", "edge", "elevation", "mutual-tls", "no-authority", "resilience", "security"}
)
"""What `where` of a store may name."""
_T = TypeVar("_T")


class CatalogueError(Exception):
    """The catalogue can't be used; the message holds one line per fault."""


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Everything that the catalogue says."""

    activities: Mapping[str, Activity]
    rights: Mapping[str, Rights]
    stores: Mapping[str, Store]
    """In the order in which an erasure goes through them: what is done with another store comes after that."""
    fields: Mapping[str, Category]
    """What each field of the contracts in `api/` may say of somebody (`governance/contracts.py`)."""

    def rights_of(self, store: str) -> Rights | None:
        """Return how rights are done in *store*, or None where it holds nothing of anybody."""
        name = self.stores[store].rights
        return self.rights[name] if name else None


def load(root: Path = OWN) -> Catalogue:
    """Read the catalogue of the project at *root*.

    Raises:
        CatalogueError: a file isn't there or isn't of its form, or what they say doesn't fit together.
    """
    folder, faults = root / FOLDER, list[str]()
    if not folder.exists():
        raise CatalogueError(f"{FOLDER}: there is none; write there what the stack's stores hold of people")
    activities = parsed(folder / "activities.yaml", dict[str, Activity], faults)
    rights = parsed(folder / "rights.yaml", dict[str, Rights], faults)
    fields = parsed(folder / "fields.yaml", dict[str, dict[str, Category]], faults)
    stores: dict[str, Store] = {}
    for file in sorted((folder / "stores").glob("*.yaml")):
        for name, store in (parsed(file, dict[str, Store], faults) or {}).items():
            if name in stores:
                faults.append(f"{file.name}: {name}: another file has a store of that name; give it one of its own")
            stores[name] = store
    if not stores and not faults:
        faults.append(f"{FOLDER}/stores: no store is named; write what the stack's stores hold of people")
    if activities is not None and rights is not None:
        faults += _faults(activities, rights, stores)
    if faults or activities is None or rights is None or fields is None:
        raise CatalogueError("\n".join(faults))
    return Catalogue(
        activities=activities,
        rights=rights,
        stores={name: stores[name] for name in _order(rights, stores)},
        fields={f"{file}#{path}": category for file, paths in fields.items() for path, category in paths.items()},
    )


def parsed(file: Path, form: type[_T], faults: list[str]) -> _T | None:
    """Return what *file* says, of *form*, or None where it can't be read: why is added to *faults*."""
    try:
        return TypeAdapter(form).validate_python(_unique(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{file.name}: cannot be read: {getattr(error, 'strerror', None) or error}; write it")
    except yaml.YAMLError as error:
        faults.append(f"{file.name}: not YAML: {' '.join(str(error).split())}")
    except ValidationError as error:
        faults += [f"{file.name}: {_place(each['loc'])}: {_told(each)}" for each in error.errors()]
    return None


class _Loader(yaml.CSafeLoader):
    """Refuses a name that stands twice, of which YAML would take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping of *node*."""
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if doubled := {name for name in names if names.count(name) > 1}:
            raise yaml.MarkedYAMLError(problem=f"{min(doubled)} stands twice", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def _unique(text: str) -> Any:
    return yaml.load(text, _Loader)  # noqa: S506 - a safe loader


def _place(location: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in location) or "the file"


def _told(fault: Mapping[str, Any]) -> str:
    return str(fault["msg"]).removeprefix("Value error, ")


def _faults(
    activities: Mapping[str, Activity], rights: Mapping[str, Rights], stores: Mapping[str, Store]
) -> Iterator[str]:
    for name, store in stores.items():
        if unknown := sorted({*store.activities} - activities.keys()):
            yield f"{name}: activities: there is no {unknown[0]}; one of {', '.join(sorted(activities))}"
        if unknown := sorted({*store.where} - CONDITIONS):
            yield f"{name}: where: there is no {unknown[0]}; one of {', '.join(sorted(CONDITIONS))}"
        if store.rights is not None and store.rights not in rights:
            yield f"{name}: rights: there is no {store.rights}; one of {', '.join(sorted(rights))}"
        if store.holds and store.data_class is DataClass.PUBLIC:
            yield f"{name}: data_class: what holds something of people is {_least()} at least"
        erased = rights[store.rights].erase.by if store.rights and store.rights in rights else None
        if erased is Means.EXPIRY and store.kept.until:
            yield f"{name}: kept: its erasure is by expiry, so say days or retention_of"
        if erased is Means.DESTROY_KEY and not any(item.sealed for item in store.holds):
            yield f"{name}: holds: its erasure destroys a key, and nothing is sealed"
    for name, ways in rights.items():
        for right in Right:
            if (other := ways.of(right).store) and not (other in stores and stores[other].holds):
                yield f"rights.yaml: {name}.{right}: {other} is no store that holds something; name one"
    try:
        _order(rights, stores)
    except CycleError as error:
        yield f"rights.yaml: erasing goes in a circle: {' with '.join(error.args[1])}; erase one of them by itself"


def _least() -> str:
    return next(each.value for each in DataClass if RANK[each] == 1)


def _order(rights: Mapping[str, Rights], stores: Mapping[str, Store]) -> Sequence[str]:
    """Return the stores, each after the one that its erasure is done with."""
    graph: dict[str, set[str]] = {}
    for name, store in stores.items():
        other = rights[store.rights].erase.store if store.rights and store.rights in rights else None
        graph[name] = {other} if other and other in stores else set()
    return [*TopologicalSorter(graph).static_order()]
