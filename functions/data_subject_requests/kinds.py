"""The kinds of requests, and what may be said of them, read from `kinds.toml`, where each has its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from functions.data_subject_requests.errors import MalformedError

FILE: Final = Path(__file__).with_name("kinds.toml")


class Level(StrEnum):
    """How surely somebody is known (11 CCR 7062(b), (c)), least first."""

    NONE = "none"
    REASONABLE = "reasonable"
    """As by two data points that match."""
    HIGH = "reasonably-high"
    """As by three, and a declaration signed under penalty of perjury."""

    def reaches(self, other: "Level") -> bool:
        """Return whether this is at least *other*."""
        order = [*Level]
        return order.index(self) >= order.index(other)


class Act(StrEnum):
    """What is done in the stores, as the catalogue calls it."""

    EXPORT = "export"
    RECTIFY = "rectify"
    RESTRICT = "restrict"
    ERASE = "erase"


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long a request may take."""

    unit: str
    """`months`, `days` or `business-days`."""
    length: int
    extension: int
    """By how much it may be lengthened, once."""
    source: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What is asked, by one law."""

    name: str
    source: str
    level: Level
    period: Period
    act: Act | None
    """None where nothing is done in the stores."""
    lifts: bool = False
    """Whether the act is taken back."""
    notifies: bool = False
    """Whether those whom data went to are told."""
    grounds: frozenset[str] = frozenset()
    """Grounds of processing that it reaches; empty for all."""

    @property
    def law(self) -> str:
        """Return `gdpr` or `ccpa`."""
        return self.name.partition("-")[0]


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds by name."""
    told = _file()
    periods = {name: Period(**each) for name, each in told["clocks"].items()}
    return {name: _kind(name, each, periods) for name, each in told["kinds"].items()}


def kind(name: object) -> Kind:
    """Return the kind called *name*; raises MalformedError where there is none."""
    if not isinstance(name, str) or name not in kinds():
        raise MalformedError(f"kind: one of {', '.join(kinds())}")
    return kinds()[name]


def reason(table: str, code: object, law: str) -> str:
    """Return what *code* of *table* (`refusals`, `holds`, `extensions`) says by *law*; raises MalformedError."""
    known = _file()[table]
    if not isinstance(code, str) or code not in known:
        raise MalformedError(f"reason: one of {', '.join(known)}")
    return known[code][law]


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _kind(name: str, told: Mapping[str, Any], periods: Mapping[str, Period]) -> Kind:
    return Kind(
        name=name,
        source=told["source"],
        level=Level(told["level"]),
        period=periods[told["clock"]],
        act=Act(told["act"]) if "act" in told else None,
        lifts=told.get("lifts", False),
        notifies=told.get("notifies", False),
        grounds=frozenset(told.get("grounds", ())),
    )
