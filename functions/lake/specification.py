"""What the job is told of each table (`analytics/zones.py` writes it), and what it is asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from functions.lake.errors import MalformedError


class Column(BaseModel):
    """A column of a curated table, and of the served one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["string", "long"]
    mask: Literal["keep", "token"] | int
    was: str | None


class Rule(BaseModel):
    """What rows must be; `analytics/quality.py` says what each kind asks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Literal["rows", "key", "complete", "at_least", "at_most", "longest"]
    column: str = ""
    columns: tuple[str, ...] = ()
    bound: int = 0


class Table(BaseModel):
    """One table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: str
    columns: Mapping[str, Column]
    rules: tuple[Rule, ...]
    most_unfit_share: float


def tables(told: Any) -> Mapping[str, Table]:
    """Return the tables that *told*, as JSON has them, is about.

    Raises:
        MalformedError: it isn't of their form.
    """
    try:
        return TypeAdapter(dict[str, Table]).validate_python(told)
    except ValidationError as fault:
        first = fault.errors(include_input=False)[0]
        raise MalformedError(f"tables: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def day_of(text: Any) -> date:
    """Return the day that *text* names.

    Raises:
        MalformedError: it names none.
    """
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise MalformedError("day: expected one such as 2026-12-31") from None
