"""Says which rules a table's rows break: the same verdicts as Glue Data Quality's by `analytics/quality.py`."""

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute

from functions.lake.specification import Rule

compute: Final[Any] = pyarrow.compute
"""Its functions are made as it is imported, so that no type checker sees them."""


def broken(rows: pa.Table, rules: Sequence[Rule]) -> list[str]:
    """Return of *rules* those that *rows* break, each by its kind and what it asks; nothing of the rows."""
    return [
        " ".join((rule.rule, rule.column or " ".join(rule.columns))).strip() for rule in rules if _breaks(rows, rule)
    ]


def _breaks(rows: pa.Table, rule: Rule) -> bool:
    match rule.rule:
        case "rows":
            return rows.num_rows < rule.bound
        case "key":
            keys = rows.select(rule.columns)
            missing = any(keys[name].null_count for name in rule.columns)
            return missing or keys.group_by(list(rule.columns)).aggregate([]).num_rows < keys.num_rows
        case "complete":
            return rows[rule.column].null_count > 0
        case "at_least":
            return not _all(compute.greater_equal(rows[rule.column], rule.bound))
        case "at_most":
            return not _all(compute.less_equal(rows[rule.column], rule.bound))
        case "longest":
            return not _all(compute.less_equal(compute.utf8_length(rows[rule.column]), rule.bound))


def _all(answers: pa.ChunkedArray) -> bool:
    """Return whether all of *answers* are true; one that is null isn't, and where there are none all are."""
    return compute.all(compute.fill_null(answers, False), min_count=0).as_py()
