"""`groot drill`: tries recovery in the sandbox. Looks late, as `cli.py` does."""

import json
from typing import Annotated

import typer

from ops.assess_cli import EndpointOption
from ops.exit_codes import ExitCode
from ops.stack_option import StackOption

app = typer.Typer(help="Try recovery in the sandbox, and say how long it took.", no_args_is_help=True)


@app.command(epilog="Examples: groot drill restore · groot drill restore --region eu-west-1 --json")
def restore(
    region: Annotated[str, typer.Option("--region", help="Whose table (default: the first region's).")] = "",
    stack: StackOption = "staging",
    endpoint: EndpointOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Restore the table of subjects' keys from a backup, destroy again what was destroyed since, and compare.

    The seconds are the emulator's, and say nothing of AWS; that the copy loses what it brings back is what is shown.
    Exit code 1 when the copy isn't what the table is, or it took longer than the stack's recovery time objective.
    """
    from pathlib import Path

    from ops import stacks
    from ops.drill import restoring
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
    promised_seconds = 60 * objectives.get("rtoMinutes", restoring.RTO_MINUTES)
    with told(f"a drill in {where.name}"):
        found = restoring.restore(client(endpoint, "dynamodb", where.name), where.keys, where, operator, restoring.now)
    if as_json:
        document = {
            "region": where.name,
            "table": where.keys,
            "subjects": found.subjects,
            "destroyedAgain": found.again,
        }
        measured = {"seconds": round(found.seconds, 3), "rtoSeconds": promised_seconds}
        digests = {"digest": found.digest, "wanted": found.wanted, "same": found.is_same}
        print(json.dumps({**document, **measured, **digests}, indent=2))
    else:
        same = "is" if found.is_same else "ISN'T"
        print(f"{where.name}: of {where.keys} subjects restored: {found.subjects}, keys destroyed again: {found.again}")
        print(f"{where.name}: the copy {same} what the table is (SHA-256 {found.digest[:16]}…, {found.wanted[:16]}…)")
        print(f"{where.name}: {found.seconds:.1f} s in the sandbox, of {promised_seconds} s that the stack promises")
    if not found.is_same or found.seconds > promised_seconds:
        raise typer.Exit(ExitCode.FAILED)
