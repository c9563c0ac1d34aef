"""`groot functions`, `invoke`, `logs` and `call`: the functions of a stack in the sandbox.

Imports what it works with late, as `cli.py` does.
"""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ops.request import OperationError, UsageError, check_endpoint
from ops.stack_option import StackOption
from sandbox.isolation import isolated
from sandbox.project import Project, find_root, load_project

if TYPE_CHECKING:
    from ops.functions.standing import Standing
    from sandbox.state.model import ResourceState

Region = Annotated[str | None, typer.Option("--region", help="Region (default: the stack's first).")]
Endpoint = Annotated[
    str | None, typer.Option(metavar="URL", help="Where AWS answers (default: the emulator, started when needed).")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The function's name, the program's, or its folder.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
LEAST_STATUS_OF_FAULTS = 400


def functions(stack: StackOption = "staging", as_json: Json = False) -> None:
    """List the functions that stand, by folder: where, what calls them, and what they weigh against their budgets."""
    from ops.functions import listing

    known = _known(stack)
    rows = listing.rows(known.root, known.functions)
    print(json.dumps(rows, indent=2) if as_json else listing.text(rows, stack))


def invoke(
    name: Name,
    event: Annotated[
        str, typer.Option("--event", "-e", metavar="FILE|-", help="The event, as JSON; `-` reads stdin (default: {}).")
    ] = "",
    stack: StackOption = "staging",
    region: Region = None,
    endpoint: Endpoint = None,
) -> None:
    """Call a function in the sandbox, and print what it answers; exit code 1 when it fails."""
    from ops.functions.calling import invoke as call_function

    given = _event(event)
    known = _known(stack)
    with isolated():
        print(call_function(known.endpoint(endpoint), known.function(name, region), given))


def logs(
    name: Name,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as more is logged, until Ctrl-C.")] = False,
    minutes: Annotated[int, typer.Option(min=1, help="How far back to begin.")] = 60,
    stack: StackOption = "staging",
    region: Region = None,
    endpoint: Endpoint = None,
) -> None:
    """Print what a function has logged in the sandbox, a line each with its moment in UTC."""
    from ops.functions.calling import logs as events_of

    known = _known(stack)
    since_ms = int((time.time() - minutes * 60) * 1000)
    try:
        with isolated():
            for event in events_of(known.endpoint(endpoint), known.function(name, region), since_ms, follows=follow):
                moment = datetime.fromtimestamp(event["timestamp"] / 1000, UTC).isoformat(timespec="milliseconds")
                print(moment, event["message"].rstrip(), flush=True)
    except KeyboardInterrupt:
        if not follow:
            raise


def call(
    method: Annotated[str, typer.Argument(metavar="METHOD", help="Such as GET or POST.")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="Such as /health, with the query.")],
    data: Annotated[str | None, typer.Option("--data", "-d", metavar="JSON", help="The body.")] = None,
    stack: StackOption = "staging",
    region: Region = None,
    endpoint: Endpoint = None,
) -> None:
    """Send a request through the API gateway of the sandbox, with a key and a token made for it.

    Prints the body, and the status on stderr; exit code 1 when it is 400 or more.
    """
    from ops.functions import gateway
    from ops.functions.standing import regions_of

    known = _known(stack)
    body = None if data is None else data.encode()
    found = gateway.api(known.resources, [region] if region else regions_of(known.project))
    with isolated():
        where = known.endpoint(endpoint)
        headers = gateway.headers(where, found, known.functions, body)
        answer = gateway.call(where, found, method.upper(), path, body, headers)
    print(answer.body)
    print(f"{answer.status}", file=sys.stderr)
    if answer.status >= LEAST_STATUS_OF_FAULTS:
        raise typer.Exit(1)


@dataclass(frozen=True)
class _Known:
    """A stack, as its state has it."""

    root: Path
    project: Project
    resources: "Sequence[ResourceState]"

    @property
    def functions(self) -> "list[Standing]":
        from ops.functions.standing import standing

        return standing(self.resources)

    def function(self, name: str, region: str | None) -> "Standing":
        from ops.functions.standing import named

        return named(self.functions, name, region, self.project)

    def endpoint(self, given: str | None) -> str:
        from ops import stacks

        check_endpoint(given)
        return given or stacks.emulator(self.root, self.project, deploys=False, quiet=True)


def _known(stack: str) -> _Known:
    from ops.stacks import open_store

    root = find_root(Path.cwd())
    project = load_project(root, stack)
    with open_store(root, project) as store:
        return _Known(root, project, list(store.resources))


def _event(given: str) -> bytes:
    try:
        text = sys.stdin.read() if given == "-" else Path(given).read_text(encoding="utf-8") if given else "{}"
        event: Any = json.loads(text)
    except OSError as error:
        raise OperationError(f"cannot read {given}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"--event {given}: it is no JSON: {error}") from None
    return json.dumps(event).encode()
