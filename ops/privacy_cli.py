"""`groot privacy`: what the platform may hold of people. Looks late, as `cli.py` does."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

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
    from ops.privacy import data_map

    _show("Data map", data_map.document, data_map.sections, form)


@app.command("record", epilog="Examples: groot privacy record · groot privacy record --format markdown > record.md.")
def show_record(form: FormatOption = Format.TEXT) -> None:
    """Write the record of processing activities that GDPR Art. 30 asks for, and say what people owe to it."""
    from ops.privacy import record

    _show("Record of processing activities", record.document, record.sections, form)


def _show(
    title: str,
    document: "Callable[[Catalogue], dict[str, Any]]",
    sections: "Callable[[Catalogue], list[Section]]",
    form: Format,
) -> None:
    from rich.console import Console

    from ops.privacy import tables

    catalogue = _catalogue()
    if form is Format.JSON:
        print(json.dumps(document(catalogue), indent=2, ensure_ascii=False))
    elif form is Format.MARKDOWN:
        print(tables.markdown(title, sections(catalogue)), end="")
    else:
        tables.show(sections(catalogue), Console(highlight=False))


def _catalogue() -> "Catalogue":
    from governance import contracts, loading
    from ops.request import OperationError
    from policies.repository import root_of

    root = root_of(Path.cwd())
    try:
        found = loading.load(root)
    except loading.CatalogueError as error:
        raise OperationError(str(error)) from None
    if unfit := contracts.faults(root, found.fields):
        raise OperationError("\n".join(unfit))
    return found
