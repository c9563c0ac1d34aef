"""`groot events`: operates the event store. Imports what it works with late, as `cli.py` does."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.asking import confirm
from ops.exit_codes import ExitCode

if TYPE_CHECKING:
    from ops.events.operating import Operator, Region

app = typer.Typer(
    help="Operate the event store: in the sandbox, or with --state-file in the account that the state is of.",
    no_args_is_help=True,
)
Stack = Annotated[str, typer.Option("--stack", "-s", envvar="GROOT_STACK", help="Stack.")]
Endpoint = Annotated[
    str | None, typer.Option(metavar="URL", help="Where AWS answers (default: the emulator, started when needed).")
]
StateFile = Annotated[
    Path | None,
    typer.Option(
        "--state-file", metavar="FILE", help="A `pulumi stack export`: operate that account, by your credentials."
    ),
]
RegionName = Annotated[str, typer.Option("--region", help="Region whose own copy it is about (default: each).")]
Projection = Annotated[str, typer.Option("--projection", help="Which projection.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]


@app.command(
    epilog="Examples: groot events failover --to eu-west-1 · groot events failover --to eu-west-1 --lost --yes. "
    "Run it again to go on where it stopped."
)
def failover(
    to: Annotated[str, typer.Option("--to", metavar="REGION", help="The region that is to take all writes.")],
    lost: Annotated[
        bool, typer.Option("--lost", help="The present home is gone: what it didn't replicate is refused, not merged.")
    ] = False,
    stack: Stack = "staging",
    endpoint: Endpoint = None,
    state_file: StateFile = None,
    yes: Yes = False,
) -> None:
    """Make a region the home of all streams. Without --lost the present homes hand over, and nothing is lost."""
    operator = _operator(stack, endpoint, state_file)
    operator.region(to)
    loses = "; what the lost home acknowledged and did not replicate will be REFUSED" if lost else ""
    confirm(f"Move the home of all streams of {stack} to {to}{loses}?", yes, "a failover")
    moved = operator.take(to) if lost else operator.move(to)
    print(f"{to} is the home of all streams; {moved} partitions moved")


@app.command(epilog="Examples: groot events replay · groot events replay --projection summaries --region eu-west-1")
def replay(
    projection: Projection = "summaries",
    region: RegionName = "",
    stack: Stack = "staging",
    endpoint: Endpoint = None,
    state_file: StateFile = None,
) -> None:
    """Take up the streams that a projection left behind, in order; exit code 1 when some can't be projected yet."""
    operator, still = _operator(stack, endpoint, state_file), False
    for each in _chosen(operator, region):
        done, left = operator.replay(projection, each)
        print(f"{each.name}: {done} streams taken up, {len(left)} left")
        for line in left:
            print(f"{each.name}: {line}")
        still = still or bool(left)
    if still:
        raise typer.Exit(ExitCode.FAILED)


@app.command(epilog="Examples: groot events rebuild · groot events rebuild --region eu-west-1")
def rebuild(
    projection: Projection = "summaries",
    region: RegionName = "",
    stack: Stack = "staging",
    endpoint: Endpoint = None,
    state_file: StateFile = None,
) -> None:
    """Make a projection anew from the first event, beside the one that is read, and change over."""
    operator = _operator(stack, endpoint, state_file)
    for each in _chosen(operator, region):
        print(f"{each.name}: generation {operator.rebuild(projection, each)} of {projection} is read")


@app.command(epilog="Example: groot events forget customer-17")
def forget(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="Whom events speak of, as appends name them.")],
    region: Annotated[str, typer.Option("--region", help="Region to begin in (default: one of each store).")] = "",
    stack: Stack = "staging",
    endpoint: Endpoint = None,
    state_file: StateFile = None,
    yes: Yes = False,
) -> None:
    """Destroy the key that a subject's fields are sealed under: nobody reads them again, anywhere."""
    operator = _operator(stack, endpoint, state_file)
    chosen = [operator.region(region)] if region else [*{each.store: each for each in operator.regions}.values()]
    confirm(f"Destroy the key of {subject} in {stack}? It can't be brought back.", yes, "forgetting")
    for each in chosen:
        each.ask({"do": "forget", "subject": subject})
        print(f"{each.name}: {subject} is forgotten; other regions follow as replication does, processes in a minute")


@app.command(epilog="Example: groot events shred groot-prod-event-store-subject-keys-restored-1 --region us-east-1")
def shred(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="The copy: the keys' table's name, `-restored-`, …")],
    region: Annotated[str, typer.Option("--region", help="Where it stands (default: the first region).")] = "",
    stack: Stack = "staging",
    endpoint: Endpoint = None,
    state_file: StateFile = None,
) -> None:
    """Destroy again, in a restored table of subjects' keys, every key that was destroyed, before anybody reads it."""
    operator = _operator(stack, endpoint, state_file)
    where = operator.region(region) if region else operator.regions[0]
    seen, again = operator.shred(where, table)
    print(f"{where.name}: of {table} subjects looked at: {seen}, keys destroyed again: {again}")


@app.command(epilog="Examples: groot events verify · groot events verify --region eu-west-1")
def verify(
    region: RegionName = "",
    stack: Stack = "staging",
    endpoint: Endpoint = None,
    state_file: StateFile = None,
) -> None:
    """Read every event and hold order, versions, ids and projections against each other; exit code 1 on a fault."""
    operator, wrong = _operator(stack, endpoint, state_file), False
    for each in _chosen(operator, region):
        commits, faults, refused = operator.verify(each)
        print(f"{each.name}: {commits} commits, {len(faults)} faults, {len(refused)} refused by failovers")
        for line in [*faults, *(f"refused: {line}" for line in refused)]:
            print(f"{each.name}: {line}")
        wrong = wrong or bool(faults)
    if wrong:
        raise typer.Exit(ExitCode.FAILED)


def _operator(stack: str, endpoint: str | None, state_file: Path | None) -> "Operator":
    from ops.events.finding import regions
    from ops.events.operating import Operator

    return Operator(regions=regions(stack, endpoint, state_file), tell=_tell)


def _chosen(operator: "Operator", region: str) -> "list[Region]":
    return [operator.region(region)] if region else list(operator.regions)


def _tell(line: str) -> None:
    """Show progress where somebody watches: each line in the last one's place."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
