"""`groot privacy`: what the platform may hold of people. Looks late, as `cli.py` does."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ops.assess_cli import EndpointOption
from ops.exit_codes import ExitCode
from ops.request import UsageError
from ops.stack_option import StackOption

if TYPE_CHECKING:
    from governance.loading import Catalogue
    from ops.privacy.tables import Section


class Format(StrEnum):
    """How it is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="For a terminal, a page or a machine.")]

app = typer.Typer(
    help="What the stores of this project hold of people, as governance/catalogue says.", no_args_is_help=True
)


@app.command("map", epilog="Examples: groot privacy map · groot privacy map --format json.")
def show_map(form: FormatOption = Format.TEXT) -> None:
    """Show which store holds what of people, and what is done there for each right."""
    from governance.flows import load
    from ops.privacy import data_map

    catalogue = _catalogue()
    lineage = load(catalogue, _root())
    _print("Data map", data_map.document(catalogue, lineage), data_map.sections(catalogue, lineage), form)


@app.command("record", epilog="Examples: groot privacy record · groot privacy record --format markdown > record.md.")
def show_record(form: FormatOption = Format.TEXT) -> None:
    """Write the record of processing activities that GDPR Art. 30 asks for, and say what people owe to it."""
    from ops.privacy import record

    catalogue = _catalogue()
    _print("Record of processing activities", record.document(catalogue), record.sections(catalogue), form)


@app.command(epilog="Examples: groot privacy find ann@example.com · groot privacy find subject-17 --format json.")
def find(
    texts: Annotated[list[str], typer.Argument(metavar="TEXT…", help="What to look for, 3 bytes of it at least.")],
    stack: StackOption = "staging",
    endpoint: EndpointOption = None,
    form: FormatOption = Format.TEXT,
) -> None:
    """Look into every store of a stack in the sandbox, byte by byte; say where it is, and what can't be read.

    Exit code 1 where it is found in a store that the catalogue says holds nothing of anybody.
    """
    from ops.privacy import finding, search
    from ops.privacy.needle import LEAST, Needle

    if short := [text for text in texts if len(text.encode()) < LEAST]:
        raise UsageError(f"{short[0]!r} is too short to look for; give {LEAST} bytes or more")
    looked = finding.look(_catalogue(), [Needle.of(text) for text in texts], stack, endpoint)
    _print("Found", search.document(looked), search.sections(looked), form)
    if any(each.denied for each in looked):
        raise typer.Exit(ExitCode.FAILED)


def _print(title: str, document: "dict[str, Any]", sections: "list[Section]", form: Format) -> None:
    from rich.console import Console

    from ops.privacy import tables

    if form is Format.JSON:
        print(json.dumps(document, indent=2, ensure_ascii=False))
    elif form is Format.MARKDOWN:
        print(tables.markdown(title, sections), end="")
    else:
        tables.show(sections, Console(highlight=False))


def _catalogue() -> "Catalogue":
    from governance import contracts, loading
    from ops.request import OperationError

    root = _root()
    try:
        found = loading.load(root)
    except loading.CatalogueError as error:
        raise OperationError(str(error)) from None
    if unfit := contracts.faults(root, found.fields):
        raise OperationError("\n".join(unfit))
    return found


def _root() -> Path:
    from policies.repository import root_of

    return root_of(Path.cwd())
