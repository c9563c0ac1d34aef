"""The graph: what the project says of its stores and tables, and what its SQL says, joined by column.

A place is a dataset, or a column of one: `events.data`, `events/append.v1.schema.json#/events[]/data`, `answers`.
Where a dataset has no known columns, whatever goes into it stands for all of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from analytics.questions import questions
from analytics.tables import ARCHIVE, ARCHIVED, PARTITIONS, tables, view
from governance.flows import Lineage
from governance.loading import Catalogue
from ops.lineage.columns import Schema, read

QUERIES: Final = "analytics/"
"""How the job of a table or a question of `analytics` begins; its name follows."""
EVENT_DATA: Final = "events/append.v1.schema.json#/events[]/data"
"""Where a client of the API writes an event's members."""


@dataclass(frozen=True, order=True)
class Place:
    """A dataset, or one of its columns."""

    dataset: str
    column: str = ""

    def __str__(self) -> str:
        if not self.column:
            return self.dataset
        return f"{self.dataset}{'#' if self.dataset.endswith(('.json', '.yaml')) else '.'}{self.column}"


@dataclass(frozen=True)
class Step:
    """From one place to another."""

    source: Place
    target: Place
    job: str


@dataclass
class Graph:
    """Datasets with their columns, and the steps between them."""

    datasets: dict[str, list[str]] = field(default_factory=dict)
    """Columns by dataset; none where they aren't known."""
    stores: dict[str, str] = field(default_factory=dict)
    """Where a dataset rests; a view, and a type of event, rest nowhere by themselves."""
    made_by: dict[str, str] = field(default_factory=dict)
    """Of a table: the job that makes it."""
    steps: set[Step] = field(default_factory=set)
    queries: dict[str, str] = field(default_factory=dict)
    """The SQL of jobs that are a query."""
    decides: dict[str, frozenset[Place]] = field(default_factory=dict)
    """Of a dataset that a query makes, what decides over its rows."""

    def place(self, text: str) -> Place | None:
        """Return the place that *text* names, or None."""
        if text in self.datasets:
            return Place(text)
        for mark in ("#", "."):
            dataset, _, column = text.partition(mark) if mark == "#" else text.rpartition(mark)
            if column in self.datasets.get(dataset, ()):
                return Place(dataset, column)
        return None

    def beside(self, place: Place, *, down: bool) -> Sequence[Step]:
        """Return the steps that leave *place*, or with *down* false that reach it, in order of names."""
        index = self._by_source if down else self._by_target
        return sorted(index[place], key=lambda step: (step.target, step.source, step.job))

    def __post_init__(self) -> None:
        self._by_source: dict[Place, list[Step]] = defaultdict(list)
        self._by_target: dict[Place, list[Step]] = defaultdict(list)

    def add(self, step: Step) -> None:
        """Add *step*, once."""
        if step not in self.steps and step.source != step.target:
            self.steps.add(step)
            self._by_source[step.source].append(step)
            self._by_target[step.target].append(step)


def graph(catalogue: Catalogue, lineage: Lineage) -> Graph:
    """Return the graph of what *catalogue* and *lineage* say, and of the questions in `analytics`."""
    made = Graph()
    for place in catalogue.fields:
        file, _, column = place.partition("#")
        made.datasets.setdefault(file, []).append(column)
    for name in catalogue.stores:
        made.datasets[name], made.stores[name] = [], name
    for name, table in lineage.tables.items():
        made.datasets[name], made.made_by[name] = [*table.columns], table.by
        if table.store:
            made.stores[name] = table.store
    for name, table in lineage.tables.items():
        for column, sources in table.columns.items():
            for source in sources:
                if (place := made.place(source)) is None:
                    raise KeyError(f"{name}.{column}: there is no {source}; name a column of a table or a contract")
                made.add(Step(place, Place(name, column), table.by))
    for step in _analytics(made):
        made.add(step)
    for step in _stores(made, lineage):
        made.add(step)
    return made


def _analytics(made: Graph) -> Iterator[Step]:
    """Yield the steps of the tables that questions read, of types of events, and of the questions themselves."""
    archived = {name: str(each.type) for name, each in {**ARCHIVED, **PARTITIONS}.items()}
    served: dict[str, Mapping[str, str]] = {ARCHIVE: archived}
    for name, table in tables().items():
        served[name] = {column: str(each.type) for column, each in table.all_columns.items()}
        yield from _query(made, name, [*table.all_columns], view(table), {ARCHIVE: archived})
        made.datasets[table.event] = [*table.columns]
        for column in table.columns:
            member = Place(table.event, column)
            yield Step(member, Place(name, column), f"{QUERIES}{name}")
            yield Step(Place(*EVENT_DATA.split("#")), member, "event-api")
    for name, question in questions().items():
        made.stores[name] = "answers"
        yield from _query(made, name, [*question.answer], question.sql, served)


def _query(made: Graph, name: str, columns: list[str], sql: str, schema: Schema) -> Iterator[Step]:
    job, found = f"{QUERIES}{name}", read(sql, schema)
    made.datasets[name], made.made_by[name], made.queries[job] = columns, job, sql
    made.decides[name] = frozenset(Place(*each) for each in found.decides)
    for column, sources in found.columns.items():
        yield from (Step(Place(*source), Place(name, column), job) for source in sources)


def _stores(made: Graph, lineage: Lineage) -> Iterator[Step]:
    """Yield the steps between stores, and from each column to what is made of the whole store that it rests in."""
    resting: dict[str, list[str]] = defaultdict(list)
    for dataset, store in made.stores.items():
        resting[store].append(dataset)
    for name, job in lineage.jobs.items():
        for source in job.reads:
            for target in job.writes:
                yield Step(Place(source), Place(target), name)
                if not made.datasets[target]:
                    for dataset in resting.get(source, [source]):
                        yield from (Step(Place(dataset, each), Place(target), name) for each in made.datasets[dataset])
    for dataset, store in made.stores.items():
        if dataset != store and not made.datasets[store]:
            yield from (
                Step(Place(dataset, each), Place(store), made.made_by[dataset]) for each in made.datasets[dataset]
            )
