"""`groot capacity`: what a load takes of a stack. Looks late, as `cli.py` does."""

import json
from typing import Annotated

import typer

from ops.assess_cli import EndpointOption
from ops.exit_codes import ExitCode
from ops.stack_option import StackOption


def capacity(
    stack: StackOption = "staging",
    requests_per_minute: Annotated[
        float | None, typer.Option(min=1, help="At the peak, of all regions; of the stack's targets by default.")
    ] = None,
    events_per_day: Annotated[
        float | None, typer.Option(min=1, help="Of all regions; of the stack's targets by default.")
    ] = None,
    regions: Annotated[
        int | None, typer.Option(min=1, help="So many alike; the stack's own, by their weights, by default.")
    ] = None,
    day: Annotated[
        bool, typer.Option("--day", help="Live a day with a tenfold spike under the declared autoscaler.")
    ] = False,
    endpoint: EndpointOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Say what a load takes of each part of a stack, by which formula, and whether the stack declares it."""
    from pathlib import Path

    from rich.console import Console

    from ops import subjects
    from ops.capacity import document, lived, text
    from ops.capacity.asked import load_of
    from ops.capacity.declared import declared
    from ops.capacity.plan import needs
    from sandbox.project import find_root, load_project

    project = load_project(find_root(Path.cwd()), stack)
    load = load_of(project, requests_per_minute, events_per_day, regions)
    resources = subjects.resources(subjects.Question(stack=stack, endpoint=endpoint))
    has = declared(resources)
    found = needs(load, has)
    outcome = lived.lived(resources, load, has) if day else None
    if as_json:
        told = document.of(found, load, stack) | ({"day": lived.document(outcome)} if outcome else {})
        print(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        console = Console(highlight=False)
        for line in text.lines(found, load, stack):
            console.print(line, soft_wrap=True)
        for said in lived.lines(outcome) if outcome else ():
            console.print(said, soft_wrap=True)
    if not all(each.is_enough or each.is_quota for each in found) or (outcome and not lived.kept(outcome)):
        raise typer.Exit(ExitCode.FAILED)
