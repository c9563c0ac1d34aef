"""`groot drill`: tries recovery in the sandbox. Looks late, as `cli.py` does."""

import json
from typing import Annotated

import typer

from ops.assess_cli import EndpointOption
from ops.exit_codes import ExitCode
from ops.stack_option import StackOption

app = typer.Typer(help="Try recovery in the sandbox, and say how long it took.", no_args_is_help=True)


@app.command(
    epilog="Examples: groot drill restore · groot drill restore --of subject · --of groot-staging-shard-map --json"
)
def restore(
    of: Annotated[
        str,
        typer.Option(
            "--of", help="What: keys (of subjects, shredded after), subject (one of them), or the name of a table."
        ),
    ] = "keys",
    region: Annotated[str, typer.Option("--region", help="Where (default: the first region).")] = "",
    stack: StackOption = "staging",
    endpoint: EndpointOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Restore from a backup made a moment before, compare by digest, and keep what came of it as evidence.

    Of keys the copy loses again what was destroyed since, and one subject comes out of such a copy alone. The seconds
    are the emulator's, and say nothing of AWS. Exit code 1 when what came back isn't what should have, or not in time.
    """
    from datetime import UTC, datetime
    from pathlib import Path

    from ops import history, stacks
    from ops.drill import kept, restoring, tables
    from ops.events.finding import regions
    from ops.events.operating import Operator
    from ops.functions.clients import client, told
    from sandbox.project import find_root, load_project

    root = find_root(Path.cwd())
    project = load_project(root, stack)
    operator = Operator(regions=regions(stack, endpoint, None), tell=lambda _: None)
    where = operator.region(region) if region else operator.regions[0]
    endpoint = endpoint or stacks.emulator(root, project, deploys=False, quiet=True)
    objectives = json.loads(project.config.get(f"{project.name}:objectives", "{}"))
    rto_seconds = 60 * objectives.get("rtoMinutes", restoring.RTO_MINUTES)
    dynamodb, now = client(endpoint, "dynamodb", where.name), restoring.now
    with told(f"a drill in {where.name}"):
        if of == "keys":
            found = restoring.restore(dynamodb, where.keys, where, operator, now)
        elif of == "subject":
            found = tables.restore_subject(dynamodb, where.keys, where, operator, now)
        else:
            found = tables.restore_table(dynamodb, of, now)
    at, commit = datetime.now(UTC), history.commit_of(root)
    drill = kept.drill_of(found, of=of, region=where.name, rto_seconds=rto_seconds, at=at, commit=commit)
    kept.keep(root, stack, drill)
    if as_json:
        counted = {"items": found.items, "destroyedAgain": found.again, "passed": drill.passed}
        print(json.dumps({**drill.model_dump(mode="json"), **counted}, indent=2))
    else:
        same = "is" if found.is_same else "ISN'T"
        print(f"{where.name}: of {of} items restored: {found.items}, keys destroyed again: {found.again}")
        print(f"{where.name}: it {same} what it should be (SHA-256 {found.digest[:16]}…, {found.wanted[:16]}…)")
        print(f"{where.name}: {found.seconds:.1f} s in the sandbox, of {rto_seconds} s that the stack promises")
    if not drill.passed:
        raise typer.Exit(ExitCode.FAILED)
