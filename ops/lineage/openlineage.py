"""The graph as OpenLineage's events, one a job: what a backend of theirs is told of jobs before they run.

`JobEvent` of OpenLineage 2-0-2 with the facets whose versions stand in `FACETS`; what runs says so itself, by
run events of the same jobs (`functions/_shared/lineage.py`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from governance.flows import Job, Kind, Lineage
from governance.loading import Catalogue
from ops.lineage.graph import Graph, Place, Step

NAMESPACE: Final = "groot"
"""Of jobs and datasets: a project's, as a stack adds no columns."""
PRODUCER: Final = "urn:groot:lineage"
"""Whose metadata it is: a URI, which nothing asks."""
SPEC: Final = "https://openlineage.io/spec"
SCHEMA: Final = f"{SPEC}/2-0-2/OpenLineage.json#/$defs/JobEvent"
FACETS: Final[Mapping[str, str]] = {
    "jobType": "2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet",
    "documentation": "1-1-0/DocumentationJobFacet.json#/$defs/DocumentationJobFacet",
    "sql": "1-1-0/SQLJobFacet.json#/$defs/SQLJobFacet",
    "schema": "1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet",
    "columnLineage": "1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet",
    "tags": "1-0-0/TagsDatasetFacet.json#/$defs/TagsDatasetFacet",
}
PROCESSING: Final[Mapping[Kind, str]] = {
    Kind.FUNCTION: "SERVICE",
    Kind.STREAM: "STREAMING",
    Kind.QUERY: "BATCH",
    Kind.COPY: "BATCH",
}


def documents(graph: Graph, lineage: Lineage, catalogue: Catalogue, at: str) -> list[dict[str, Any]]:
    """Return an event for every job of *lineage* and every query of *graph*, as known at the time *at* (RFC 3339)."""
    into: dict[str, list[Step]] = defaultdict(list)
    for step in graph.steps:
        into[step.job].append(step)
    jobs = {**lineage.jobs, **{name: _query(sql) for name, sql in graph.queries.items()}}
    return [
        {
            "eventTime": at,
            "producer": PRODUCER,
            "schemaURL": SCHEMA,
            "job": {"namespace": NAMESPACE, "name": name, "facets": _of_job(job, graph.queries.get(name))},
            "inputs": [_named(each) for each in _datasets(job.reads, (step.source for step in into[name]))],
            "outputs": [
                {**_named(each), "facets": _of_dataset(each, graph, catalogue, into[name])}
                for each in _datasets(job.writes, (step.target for step in into[name]))
            ],
        }
        for name, job in sorted(jobs.items())
    ]


def _query(sql: str) -> Job:
    return Job(does=sql.splitlines()[0].removeprefix("-- Question: "), kind=Kind.QUERY)


def _datasets(said: Iterable[str], places: Iterable[Place]) -> list[str]:
    return sorted({*said, *(each.dataset for each in places)})


def _named(dataset: str) -> dict[str, str]:
    return {"namespace": NAMESPACE, "name": dataset}


def _facet(name: str, **members: Any) -> dict[str, Any]:
    return {name: {"_producer": PRODUCER, "_schemaURL": f"{SPEC}/facets/{FACETS[name]}", **members}}


def _of_job(job: Job, sql: str | None) -> dict[str, Any]:
    kind = _facet("jobType", processingType=PROCESSING[job.kind], integration="AWS", jobType=job.kind.upper())
    query = _facet("sql", query=sql, dialect="athena") if sql else {}
    return {**kind, **_facet("documentation", description=job.does), **query}


def _of_dataset(dataset: str, graph: Graph, catalogue: Catalogue, steps: Iterable[Step]) -> dict[str, Any]:
    """Return what is known of *dataset*: its columns, what each is made of by *steps*, and its class."""
    columns = graph.datasets[dataset]
    made: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for step in sorted(steps, key=lambda step: step.source):
        if step.target.dataset == dataset and step.target.column and step.source.column:
            made[step.target.column].append(_field(step.source, "DIRECT"))
    rows = [_field(each, "INDIRECT") for each in sorted(graph.decides.get(dataset, ()))]
    store = catalogue.stores.get(graph.stores.get(dataset, dataset))
    tags = [{"key": "data-class", "value": store.data_class.value, "source": "USER"}] if store else []
    return {
        **(_facet("schema", fields=[{"name": each} for each in columns]) if columns else {}),
        **(_facet("columnLineage", fields=_fields(made), dataset=rows) if made or rows else {}),
        **(_facet("tags", tags=tags) if tags else {}),
    }


def _fields(made: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {column: {"inputFields": sources} for column, sources in sorted(made.items())}


def _field(place: Place, how: str) -> dict[str, Any]:
    return {**_named(place.dataset), "field": place.column, "transformations": [{"type": how}]}
