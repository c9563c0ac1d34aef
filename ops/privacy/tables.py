"""Sections with a table, written for a terminal or as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table as Drawn


@dataclass(frozen=True)
class Table:
    """Rows under headings."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str | None]]


@dataclass(frozen=True)
class Section:
    """A heading, a sentence that may be empty, and a table that may be none."""

    title: str
    note: str
    table: Table | None


def markdown(title: str, sections: Sequence[Section]) -> str:
    """Return *sections* under *title*, as Markdown."""
    return "\n".join([f"# {title}", *(line for each in sections for line in _section(each))]) + "\n"


def show(sections: Sequence[Section], console: Console) -> None:
    """Print *sections* on *console*."""
    for section in sections:
        console.print(f"\n[bold]{section.title}[/bold]")
        if section.note:
            console.print(section.note, markup=False)
        if section.table:
            drawn = Drawn(*section.table.headings, box=None, pad_edge=False, padding=(0, 2, 0, 0))
            for row in section.table.rows:
                drawn.add_row(*((cell or "").replace("[", "\\[") for cell in row))
            console.print(drawn)


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"## {section.title}", "")
    if section.note:
        yield from (section.note, "")
    if section.table:
        yield _line(section.table.headings)
        yield _line(["---"] * len(section.table.headings))
        yield from (_line(row) for row in section.table.rows)


def _line(cells: Sequence[str | None]) -> str:
    told = [(cell or "").replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(told)} |"
