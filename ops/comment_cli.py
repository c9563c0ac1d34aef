"""`groot comment`: what a pull request changes, breaks, mends and costs, as Markdown."""

import sys
from pathlib import Path
from typing import Annotated

import typer

BASE_HELP = "Document of `groot preview --json` of the base, on the base as deployed."
HEAD_HELP = "Document of `groot preview --json` of the change, on the same state."


def comment(
    base: Annotated[Path, typer.Option("--base", metavar="FILE", help=BASE_HELP)],
    head: Annotated[Path, typer.Option("--head", metavar="FILE", help=HEAD_HELP)],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it there instead of printing it.")
    ] = None,
) -> None:
    """Say what a change does, from two recorded previews: controls, regions, losses, costs. Runs nothing."""
    from ops.cost import prices
    from ops.pull_request import recorded
    from ops.pull_request.comment import comment as made
    from ops.request import OperationError

    text = made(recorded.read(base), recorded.read(head), prices.load())
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OperationError(f"{out}: cannot be written: {error.strerror}") from None
