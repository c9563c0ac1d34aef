"""`groot lineage`: where a column comes from and where it goes. Looks late, as `cli.py` does."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How it is written."""

    TEXT = "text"
    JSON = "json"
    OPENLINEAGE = "openlineage"


def lineage(
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="PLACE",
            help="`TABLE.COLUMN`, `TABLE`, a store of the catalogue, or a field of the API as FILE#PATH; "
            "left out, every job.",
        ),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="For a terminal, a machine, or OpenLineage's events of every job.")
    ] = Format.TEXT,
) -> None:
    """Say what a column, a table or a field of the API is made of, and what is made of it.

    As the project says it in governance/lineage and the SQL of analytics; no stack is asked.
    """
    from governance import flows, loading
    from ops.lineage import answer, openlineage
    from ops.lineage.graph import graph
    from ops.request import OperationError, UsageError
    from policies.repository import root_of

    root = root_of(Path.cwd())
    try:
        catalogue = loading.load(root)
        found = flows.load(catalogue, root)
    except loading.CatalogueError as error:
        raise OperationError(str(error)) from None
    made = graph(catalogue, found)
    if form is Format.OPENLINEAGE:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        print("\n".join(json.dumps(each) for each in openlineage.documents(made, found, catalogue, at)))
        return
    if place is None:
        jobs = {name: job.model_dump(mode="json") for name, job in found.jobs.items()}
        told = [f"{name}: {', '.join(job.reads)} → {', '.join(job.writes)}" for name, job in found.jobs.items()]
        print(json.dumps({"jobs": jobs}, indent=2) if form is Format.JSON else "\n".join(told))
        return
    if (start := made.place(place)) is None:
        dataset = place.partition("#")[0] if "#" in place else place.rpartition(".")[0]
        near = made.datasets.get(dataset)
        raise UsageError(f"there is no {place}; {'one of ' + ', '.join(near or made.datasets)}")
    answered = answer.document(made, catalogue, start)
    print(json.dumps(answered, indent=2) if form is Format.JSON else "\n".join(answer.lines(answered)))
