"""Rules of quality as data: what each kind asks of a table's rows, and how Glue Data Quality is asked the same.

Null fails a rule on values, as it does in DQDL for everything but `!=` and `not in` (AWS Glue Developer Guide,
"ColumnValues", "Null behavior").
"""

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["rows", "key", "complete", "at_least", "at_most", "longest"]
NEEDS: Final = {
    "rows": {"bound"},
    "key": {"columns"},
    "complete": {"column"},
    "at_least": {"column", "bound"},
    "at_most": {"column", "bound"},
    "longest": {"column", "bound"},
}
"""What a rule of each kind names, and nothing else."""


class Rule(BaseModel):
    """One rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Kind
    """`rows`: at least *bound* rows; `key`: *columns* together name a row; `longest`: characters of a text; the others
    ask each value of *column*."""
    column: str | None = None
    columns: Annotated[tuple[str, ...], Field(min_length=2)] | None = None
    bound: int | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "Rule":
        named = {name for name in ("column", "columns", "bound") if getattr(self, name) is not None}
        if named != NEEDS[self.rule]:
            raise ValueError(f"{self.rule} takes {', '.join(sorted(NEEDS[self.rule]))}")
        return self

    @property
    def subjects(self) -> Sequence[str]:
        """The columns that it asks."""
        return self.columns or ((self.column,) if self.column else ())


STANDING: Final = (
    Rule(rule="rows", bound=1),
    Rule(rule="key", columns=("stream", "version")),
    Rule(rule="at_least", column="version", bound=1),
    Rule(rule="at_least", column="recorded_ms", bound=0),
)
"""Rules that every table has: events are numbered from 1 in their streams (`docs/event-store.md`)."""


def dqdl(rules: Iterable[Rule]) -> str:
    """Return *rules* in Glue's Data Quality Definition Language (AWS Glue Developer Guide, "DQDL reference")."""
    return "Rules = [\n" + ",\n".join(f"    {_written(rule)}" for rule in rules) + "\n]"


def _written(rule: Rule) -> str:
    quoted = " ".join(json.dumps(name) for name in rule.subjects)
    match rule.rule:
        case "rows":
            return f"RowCount >= {rule.bound}"
        case "key":
            return f"IsPrimaryKey {quoted}"
        case "complete":
            return f"IsComplete {quoted}"
        case "at_least":
            return f"ColumnValues {quoted} >= {rule.bound}"
        case "at_most":
            return f"ColumnValues {quoted} <= {rule.bound}"
        case "longest":
            return f"ColumnLength {quoted} <= {rule.bound}"
