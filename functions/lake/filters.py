"""What finds rows of the lake's tables."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from typing import Any, Final

import pyiceberg.expressions
from pyiceberg.expressions import BooleanExpression

from functions.lake.tables import ARRIVED

AROUND_DAYS: Final = 7
"""In which the same event may have been laid down once more: Firehose tries for a day at most, a failover's events are
appended again within a week (`docs/event-store.md`)."""
_expressions: Final[Any] = pyiceberg.expressions
"""Their constructors aren't those that a type checker reads of them."""


def on(day: date) -> BooleanExpression:
    """Return what finds *day*."""
    return _expressions.EqualTo(ARRIVED, day)


def before(day: date) -> BooleanExpression:
    """Return what finds the days before *day*."""
    return _expressions.LessThan(ARRIVED, day)


def around(day: date) -> BooleanExpression:
    """Return what finds the days about *day*, without itself."""
    return _expressions.And(
        _expressions.GreaterThanOrEqual(ARRIVED, day - timedelta(AROUND_DAYS)),
        _expressions.LessThanOrEqual(ARRIVED, day + timedelta(AROUND_DAYS)),
        _expressions.NotEqualTo(ARRIVED, day),
    )


def events(keys: Iterable[tuple[str, int]]) -> BooleanExpression | None:
    """Return what finds the events of *keys*, streams and versions, on whichever day; None where there are none."""
    each = [
        _expressions.And(_expressions.EqualTo("stream", stream), _expressions.EqualTo("version", version))
        for stream, version in keys
    ]
    return reduce(_expressions.Or, each) if each else None
