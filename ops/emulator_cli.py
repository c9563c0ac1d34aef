"""`groot emulator`: keeps a stand-in for AWS up between commands."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from ops.request import UsageError
from sandbox.emulator import Emulator, Status, emulators, environment
from sandbox.project import find_root, load_project

app = typer.Typer(
    help="Keep a stand-in for AWS (moto and ministack) up on 127.0.0.1. Its data outlive it until it is reset.",
    no_args_is_help=True,
)


@app.command(epilog="Examples: groot emulator start · groot emulator start --port 6000")
def start(
    port: Annotated[
        int | None, typer.Option(help="Port on 127.0.0.1 (5577 or the next that is free, unless it runs already).")
    ] = None,
) -> None:
    """Start it, or find the one that runs, and start again what has ended of it; returns once it answers."""
    emulator = _emulator()
    known = emulator.known()
    print(_line(emulator.start(port)))
    if known and not known.runs("moto"):
        print("its data are there; the next `groot up` makes again the rest of what was deployed")


@app.command(epilog="Example: groot emulator install")
def install() -> None:
    """Install what it is made of into environments beside this program's packages. Downloads; done already by make."""
    from ops.installation import install as installed  # here, since nothing else of the emulator needs it

    names = list(installed())
    print(f"installed {' and '.join(names)}" if names else "installed already")


@app.command(epilog="Example: groot emulator stop")
def stop() -> None:
    """Stop it. Its data stay, and the next `groot up` makes again the rest of what was deployed."""
    stopped = [each.stop() for each in emulators(find_root(Path.cwd()))]
    print("stopped" if any(stopped) else "it was not running")


@app.command(epilog="Example: groot emulator reset --yes")
def reset(yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False) -> None:
    """Stop it and delete all that it holds, of every account; the next `groot up` begins with an empty one."""
    known = [(each, found) for each in emulators(find_root(Path.cwd())) if (found := each.known())]
    if not known:
        print("there is nothing to empty")
        return
    if not (yes or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise UsageError("reset asks first, and nobody can be asked here; give --yes to go ahead")
    accounts = ", ".join(found.account or "nobody" for _, found in known)
    if not yes and input(f"Delete all data in the sandbox, account of {accounts}? [y/N] ").strip().lower() not in (
        "y",
        "yes",
    ):
        raise UsageError("not confirmed; nothing was deleted")
    for each, _ in known:
        each.reset()
    print("empty")


@app.command(epilog="Example: groot emulator status")
def status() -> None:
    """Say whether it runs, and where (exit code 1 when it does not, or not whole)."""
    known = emulators(find_root(Path.cwd()))
    running = [_line(found) for each in known if (found := each.status())]
    lost = [_lost(names) for each in known if (names := each.lost())]
    stopped = [_kept(found) for each in known if (found := each.known()) and not found.pids]
    for line in running + lost + stopped:
        print(line)
    if not running + lost + stopped:
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
    """Print what points the aws command, SDKs and the stock engine at it (starts it when needed).

    Version 1 of the aws command heeds it but for sqs, which wants `--endpoint-url "$AWS_ENDPOINT_URL"` besides.
    """
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


def _kept(found: Status) -> str:
    whose = f" of {found.account}" if found.account else ""
    return f"stopped; it keeps the data{whose} of {found.endpoint}; `groot emulator start` brings it up"


def _line(found: Status) -> str:
    whose = f", account of {found.account}" if found.account else ""
    pids = ", ".join(f"{name} {pid}" for name, pid in found.pids.items())
    return f"running at {found.endpoint} ({pids}, since {found.started}{whose})"
