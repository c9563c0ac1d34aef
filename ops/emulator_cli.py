"""`groot emulator`: keeps a stand-in for AWS up between commands."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from sandbox.emulator import Emulator, Status, emulators, environment
from sandbox.project import find_root, load_project

app = typer.Typer(
    help="Keep a stand-in for AWS (moto and ministack) up on 127.0.0.1. What it holds is gone when it is stopped.",
    no_args_is_help=True,
)


@app.command(epilog="Examples: groot emulator start · groot emulator start --port 6000")
def start(
    port: Annotated[
        int | None, typer.Option(help="Port on 127.0.0.1 (5577 or the next that is free, unless it runs already).")
    ] = None,
) -> None:
    """Start it, or find the one that runs, and start again what has ended of it; returns once it answers."""
    print(_line(_emulator().start(port)))


@app.command(epilog="Example: groot emulator stop")
def stop() -> None:
    """Stop it. Everything deployed to it is gone; the next `groot up` makes it again."""
    stopped = [each.stop() for each in emulators(find_root(Path.cwd()))]
    print("stopped" if any(stopped) else "it was not running")


@app.command(epilog="Example: groot emulator status")
def status() -> None:
    """Say whether it runs, and where (exit code 1 when it does not, or not whole)."""
    known = emulators(find_root(Path.cwd()))
    running = [_line(found) for each in known if (found := each.status())]
    lost = [_lost(names) for each in known if (names := each.lost())]
    for line in running + lost:
        print(line)
    if not running + lost:
        print("not running; start it with `groot emulator start`")
    if lost or not running:
        raise typer.Exit(1)


@app.command(epilog='Example: eval "$(groot emulator env)"; aws s3 ls')
def env(
    region: Annotated[str, typer.Option(help="Region that commands use when they name none.")] = "us-east-1",
    stack: Annotated[
        str | None, typer.Option("--stack", "-s", help="The one that this stack is in, where there are several.")
    ] = None,
) -> None:
    """Print what points the aws command, SDKs and the stock engine at it (starts it when needed)."""
    root = find_root(Path.cwd())
    if stack:
        from ops import stacks  # here, since it loads the engine, which most commands of the emulator do without

        endpoint = stacks.emulator(root, load_project(root, stack), deploys=False, quiet=True)
    else:
        endpoint = _emulator().start().endpoint
    for name, value in environment(endpoint, region).items():
        print(f"export {name}={shlex.quote(value)}")


def _emulator() -> Emulator:
    return Emulator(find_root(Path.cwd()))


def _lost(names: list[str]) -> str:
    return f"{' and '.join(names)} ended; `groot emulator start`, or the next deployment, starts what has ended"


def _line(found: Status) -> str:
    whose = f", account of {found.account}" if found.account else ""
    pids = ", ".join(f"{name} {pid}" for name, pid in found.pids.items())
    return f"running at {found.endpoint} ({pids}, since {found.started}{whose})"
