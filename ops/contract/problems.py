"""The kinds of problem that the API tells callers of, as those say who tell them."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from components.edge.gateway_refusals import REFUSALS, TYPES
from functions._shared.problem import Problem


@dataclass(frozen=True, kw_only=True, order=True)
class Kind:
    """A kind of problem."""

    type: str
    """URI that stays."""
    status: int
    title: str
    about: str
    """What it means; empty where the title says all."""


def kinds(root: Path) -> list[Kind]:
    """Return every kind that the gateway or a function of the project in *root* answers, in order."""
    for file in sorted((root / "functions").glob("*/errors.py")):
        importlib.import_module(f"functions.{file.parent.name}.errors")
    told = (
        Kind(
            type=each.type,
            status=int(each.status),
            title=each.title or HTTPStatus(each.status).phrase,
            about=" ".join((each.__doc__ or "").split()),
        )
        for each in _below(Problem)
    )
    gateway = (
        Kind(type=f"{TYPES}{each.slug}", status=each.status, title=each.title, about="The gateway's own answer.")
        for each in REFUSALS.values()
    )
    return sorted({*told, *gateway})


def _below(kind: type[Problem]) -> Iterator[type[Problem]]:
    """Yield what derives from *kind*; not what is there to derive from alone, which no request is answered by."""
    for each in kind.__subclasses__():
        if not each.__module__.startswith("tests."):
            yield each
            yield from _below(each)
