"""Markdown that says what it is given and nothing else: no markup, mention or link comes out of a name or a value."""

import re
from collections.abc import Sequence

_MARKUP = re.compile(r"([\\`*\[\]<>|~]|(?<!\w)_|_(?!\w))")
"""What means something in GitHub's Markdown; an underscore within a word doesn't."""
_REFERENCE = re.compile(r"((?<![\w/])@(?=\w)|(?<!\w)#(?=\d))")
"""What GitHub makes a mention or a link to an issue of, escaped or not, unless something stands after the sign."""


def code(text: str) -> str:
    """Return *text* as a span of code on one line."""
    return f"`{' '.join(text.replace('`', chr(39)).split())}`"


def plain(text: str) -> str:
    """Return *text* as prose on one line, with no markup of its own."""
    escaped = _MARKUP.sub(r"\\\1", " ".join(text.split()).replace("&", "&amp;"))
    return _REFERENCE.sub("\\1\N{WORD JOINER}", escaped)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: int) -> list[str]:
    """Return the lines of a table whose last *numeric* columns are numbers. Cells are Markdown, but for `|`."""
    rules = ["---"] * (len(header) - numeric) + ["---:"] * numeric
    escaped = [[cell.replace("|", "\\|") for cell in cells] for cells in (header, rules, *rows)]
    return [f"| {' | '.join(cells)} |" for cells in escaped]


def some(lines: Sequence[str], most: int) -> list[str]:
    """Return *lines* as a list; beyond *most* of them, how many more there are."""
    more = [f"… and {len(lines) - most} more"] if len(lines) > most else []
    return [f"- {line}" for line in (*lines[:most], *more)]
