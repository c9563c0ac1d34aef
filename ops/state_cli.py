"""`groot state`: the sandbox's state in the stock command's terms. Imports the engine late, as `cli.py` does."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from ops.request import OperationError
from ops.stack_option import StackOption
from sandbox.project import find_root, load_project

app = typer.Typer(help="Look at the sandbox's state.", no_args_is_help=True)


@app.command(
    epilog="Example: groot state export --stack staging --out state.json; pulumi stack import --file state.json"
)
def export(
    stack: StackOption = "staging",
    out: Annotated[Path | None, typer.Option(help="File to write, readable by you alone (default: print).")] = None,
) -> None:
    """Print the state as `pulumi stack import` takes it; secrets stay encrypted."""
    from ops.stacks import open_store

    root = find_root(Path.cwd())
    with open_store(root, load_project(root, stack)) as store:
        text = json.dumps(store.export(), indent=4, ensure_ascii=False) + "\n"
    if out is None:
        print(text, end="")
        return
    try:
        with open(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise OperationError(f"cannot write {out}: {error.strerror}") from None
