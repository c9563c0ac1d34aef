"""`groot state`: the sandbox's state in the stock command's terms. Imports the engine late, as `cli.py` does."""

import json
import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.request import OperationError
from ops.stack_option import StackOption
from sandbox.project import find_root, load_project

if TYPE_CHECKING:
    from sandbox.state.model import ResourceState
    from sandbox.state.store import Store

app = typer.Typer(help="Look at the sandbox's state, and mend it.", no_args_is_help=True)

Urns = Annotated[list[str], typer.Argument(metavar="URN...", help="URNs, or patterns with `*`; quote them.")]


@app.command(
    epilog="Example: groot state export --stack staging --out state.json; pulumi stack import --file state.json"
)
def export(
    stack: StackOption = "staging",
    out: Annotated[Path | None, typer.Option(help="File to write, readable by you alone (default: print).")] = None,
) -> None:
    """Print the state as `pulumi stack import` takes it; secrets stay encrypted."""
    with _opened(stack) as store:
        text = json.dumps(store.export(), indent=4, ensure_ascii=False) + "\n"
    if out is None:
        print(text, end="")
        return
    try:
        with open(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise OperationError(f"cannot write {out}: {error.strerror}") from None


@app.command(epilog="Example: groot state unprotect --stack staging '*::aws:rds/*::eu-west-1-*'")
def unprotect(urns: Urns, stack: StackOption = "staging") -> None:
    """Let resources be deleted or replaced that the program no longer declares; what AWS protects stays protected."""
    with _opened(stack) as store:
        protected = [resource for resource in _chosen(store, urns) if resource.protect]
        for resource in protected:
            resource.protect = False
            store.rewrite(resource)
            print(f"unprotected {resource.urn}")
        if not protected:
            print("nothing of it was protected")


@app.command(
    epilog="Example: groot state delete --stack staging 'urn:pulumi:staging::groot::aws:sqs/queue:Queue::jobs'"
)
def delete(urns: Urns, stack: StackOption = "staging") -> None:
    """Forget resources and leave what they stand for where it is. Refused while others need them."""
    from sandbox.engine.references import references

    with _opened(stack) as store:
        chosen = _chosen(store, urns)
        going = {resource.urn for resource in chosen}
        for resource in store.resources:
            if resource.urn not in going and (needed := going & set(references(resource))):
                raise OperationError(f"{resource.urn} needs {sorted(needed)[0]}; name it too, or leave both")
        if protected := next((resource.urn for resource in chosen if resource.protect), None):
            raise OperationError(f"{protected} is protected; first: groot state unprotect '{protected}'")
        for resource in reversed(chosen):
            store.remove(resource)
            print(f"forgot {resource.urn}")


@app.command(epilog="Example: groot state repair --stack staging")
def repair(stack: StackOption = "staging") -> None:
    """Make of a state that stops every run one that can be opened, and say what had to go. Asks nothing of AWS.

    Interrupted operations are forgotten: look for what they left. A file that was edited is taken as it is. The files
    as they were stay beside it, as `.before-repair`.
    """
    from ops.stacks import state_folder
    from sandbox.state.repair import repair as repaired

    root = find_root(Path.cwd())
    done = repaired(state_folder(root), load_project(root, stack).name, stack)
    for line in done or ["nothing to repair"]:
        print(line)


def _opened(stack: str) -> "Store":
    from ops.stacks import open_store

    root = find_root(Path.cwd())
    return open_store(root, load_project(root, stack))


def _chosen(store: "Store", urns: list[str]) -> "list[ResourceState]":
    """Return the resources that *urns* name. Raises `OperationError` for one that names none."""
    resources = store.resources
    for urn in urns:
        if not any(fnmatchcase(resource.urn, urn) for resource in resources):
            raise OperationError(f"{urn}: nothing in the state has that URN; `groot state export` has them")
    return [resource for resource in resources if any(fnmatchcase(resource.urn, urn) for urn in urns)]
