"""What goes where: jobs that read stores and write others, and which column is made of which, where that is known.

The catalogue says what rests where (`model.py`); this, what is derived from what. Written beside it in
`governance/lineage/`: one entry a job, one a table. What SQL says of columns is read from the SQL (`ops/lineage`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from governance.keeping import RANK
from governance.loading import CONDITIONS, OWN, Catalogue, CatalogueError, parsed
from governance.model import Name, Part, Residency, Text

FOLDER: Final = Path("governance") / "lineage"
"""Relative to the project."""
WIDER: Final[Mapping[Residency, int]] = {Residency.REGION: 0, Residency.JURISDICTION: 1, Residency.CLASS: 2}
"""From where content may rest in one region alone."""
ColumnName = Annotated[str, Field(min_length=1)]


class Kind(StrEnum):
    """What a job is, as OpenLineage's `jobType` facet is told."""

    FUNCTION = "function"
    STREAM = "stream"
    QUERY = "query"
    COPY = "copy"
    """A service of AWS's own copies: no role of the stack's says so."""


class Job(Part):
    """What reads and writes."""

    does: Text
    kind: Kind
    code: str = ""
    """What Lambda calls, such as `functions.event_store.handler.api`."""
    permissions: tuple[str, ...] = ()
    """Logical names of the policies that let it, `*` for any run of characters: it is held to what they allow."""
    where: tuple[Name, ...] = ()
    """As of a store: which parts a stack must have for it to be there."""
    reads: tuple[str, ...] = ()
    """Stores of the catalogue, and files of `api/` whose documents it takes, that go into what it writes."""
    looks_at: tuple[Name, ...] = ()
    """Stores whose content it reads to decide or to answer, and that goes into nothing it writes."""
    writes: tuple[Name, ...] = ()
    """Stores whose content it makes; deleting is none of it."""
    sheds: Mapping[Name, Text] = Field(default_factory=dict)
    """Why a store that it writes is of a lower class than what it reads, or holds nothing of anybody."""
    wider: Mapping[Name, Text] = Field(default_factory=dict)
    """Why a store that it writes may rest in more regions than what it reads."""


class Table(Part):
    """A dataset with columns: a store itself, or a table in one."""

    store: Name | None = None
    """Where its rows rest; None where it rests nowhere, such as a type of event within another table's column."""
    by: Name
    """The job that makes it."""
    copies: str = ""
    """Table whose columns it has, each as it is."""
    columns: Mapping[ColumnName, tuple[str, ...]] = Field(default_factory=dict)
    """Of its own: what each is made of, as `TABLE.COLUMN`, or `FILE#PLACE` of a contract."""


@dataclass(frozen=True, kw_only=True)
class Lineage:
    """Everything that is said of what goes where."""

    jobs: Mapping[str, Job]
    tables: Mapping[str, Table]

    def derived(self, store: str) -> tuple[str, ...]:
        """Return the stores that hold something made of *store*'s content, nearest first, by whatever job."""
        found: dict[str, None] = {}
        ahead = [store]
        while ahead:
            one = ahead.pop(0)
            new = [each for job in self.jobs.values() if one in job.reads for each in job.writes]
            ahead += [each for each in dict.fromkeys(new) if each != store and each not in found]
            found |= dict.fromkeys(each for each in new if each != store)
        return tuple(found)


def load(catalogue: Catalogue, root: Path = OWN) -> Lineage:
    """Read what the project at *root* says of what goes where, beside its *catalogue*.

    Raises:
        CatalogueError: a file isn't of its form, or what it says doesn't fit the catalogue; a line a fault.
    """
    faults: list[str] = []
    jobs: dict[str, Job] = {}
    tables: dict[str, Table] = {}
    for file in sorted((root / FOLDER / "jobs").glob("*.yaml")):
        jobs |= parsed(file, dict[Name, Job], faults) or {}
    for file in sorted((root / FOLDER / "tables").glob("*.yaml")):
        tables |= parsed(file, dict[str, Table], faults) or {}
    faults += [] if faults else [*_faults(catalogue, jobs, tables)]
    if faults:
        raise CatalogueError("\n".join(faults))
    return Lineage(jobs=jobs, tables={name: _whole(table, tables) for name, table in tables.items()})


def _whole(table: Table, tables: Mapping[str, Table]) -> Table:
    if not table.copies:
        return table
    copied = _whole(tables[table.copies], tables).columns
    return table.model_copy(
        update={"columns": {**{each: (f"{table.copies}.{each}",) for each in copied}, **table.columns}}
    )


def _faults(catalogue: Catalogue, jobs: Mapping[str, Job], tables: Mapping[str, Table]) -> Iterator[str]:
    contracts = {place.partition("#")[0] for place in catalogue.fields}
    for name, job in jobs.items():
        if unknown := sorted({*job.where} - CONDITIONS):
            yield f"{name}: where: there is no {unknown[0]}; one of {', '.join(sorted(CONDITIONS))}"
        known = catalogue.stores.keys()
        for store in (
            each for each in (*job.reads, *job.looks_at, *job.writes) if each not in known and each not in contracts
        ):
            yield f"{name}: {store} is no store of the catalogue, nor a file of api/; write its entry there first"
        if strange := sorted({*job.sheds, *job.wider} - {*job.writes}):
            yield f"{name}: {strange[0]} is nothing that it writes"
        yield from _spread(catalogue, name, job)
    for name, table in tables.items():
        if table.by not in jobs:
            yield f"{name}: by: there is no job {table.by}"
        if table.store and table.store not in catalogue.stores:
            yield f"{name}: store: there is no {table.store} in the catalogue"
        if table.copies and table.copies not in tables:
            yield f"{name}: copies: there is no table {table.copies}"


def _spread(catalogue: Catalogue, name: str, job: Job) -> Iterator[str]:
    """Yield where what *job* writes may rest, or say of people, more than what it reads would let it."""
    sources = {each: catalogue.stores[each] for each in job.reads if each in catalogue.stores}
    for target in (each for each in job.writes if each in catalogue.stores):
        rests = catalogue.stores[target]
        for source, store in sources.items():
            if target == source or (rests.nothing and target in job.sheds):
                continue
            if WIDER[rests.residency] > WIDER[store.residency] and target not in job.wider:
                yield f"{name}: {target} may rest where {source} may not; hold it there, or say why in `wider`"
            if not store.holds or target in job.sheds:
                continue
            if not rests.holds:
                yield (
                    f"{name}: {target} is made of {source}, which holds something of people: say in the catalogue what "
                    "of it, or here why nothing, in `sheds`"
                )
            elif RANK[rests.data_class] < RANK[store.data_class]:
                yield f"{name}: {target} is of a lower class than {source}; raise it, or say why in `sheds`"
