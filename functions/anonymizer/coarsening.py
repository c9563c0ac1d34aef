"""Makes values coarser, rung by rung, until enough records look alike: no finer than that, and no coarser.

Which rungs there are is the schema's; which are taken is found over their lattice from the finest on (Samarati,
"Protecting respondents' identities in microdata release", 2001). Records that still stand alone are left out, up to a
share that the schema allows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import floor, isfinite, prod
from typing import Any, Final

from functions.anonymizer.disclosure import Records, disclosure, groups
from functions.anonymizer.errors import DisclosingError, UnfitError

ANYTHING: Final = "*"
MAX_COMBINATIONS: Final = 10_000
"""Of rungs, which are all tried in the worst case."""


@dataclass(frozen=True)
class Limits:
    """What a set of records may give away."""

    k: int
    """Records that look alike, at least."""
    l: int = 1  # noqa: E741 - its name in the literature
    """Different sensitive values among them, at least."""
    t: float = 1.0
    """Distance of their sensitive values from everybody's, at most."""
    left_out_share: float = 0.0
    """Records that may be left out, of all."""


def coarse(value: Any, rung: Any, field: str) -> Any:
    """Return *value* on *rung*: a band's width for numbers, characters that are kept of text, or a part of a day.

    Raises:
        UnfitError: *value* of *field* isn't what the rung is for.
    """
    match rung, value:
        case "exact", _:
            return value
        case "*", _:
            return ANYTHING
        case (("year" | "month"), str()):
            try:
                return date.fromisoformat(value[:10]).isoformat()[: 4 if rung == "year" else 7]
            except ValueError:
                raise UnfitError(f"{field}: no day such as 2026-12-31") from None
        case int() | float(), int() | float() if not isinstance(value, bool):
            if not isfinite(value / rung):
                raise UnfitError(f"{field}: no finite number")
            low = floor(value / rung) * rung
            return f"{low}-{low + rung}"
        case int(), str():
            return value[:rung] + ANYTHING * (len(value) > rung)
    raise UnfitError(f"{field}: rung {rung!r} isn't for a {type(value).__name__}")


def coarsened(
    records: Records, ladders: Mapping[str, Sequence[Any]], sensitive: Sequence[str], limits: Limits
) -> tuple[Records, Mapping[str, Any]]:
    """Return *records* with the fields of *ladders* on the finest rungs that keep to *limits*, and which these are.

    Raises:
        DisclosingError: none of the rungs do.
        UnfitError: a value isn't what a rung is for.
    """
    names = list(ladders)
    if prod(map(len, ladders.values())) > MAX_COMBINATIONS:
        raise UnfitError(f"more than {MAX_COMBINATIONS} combinations of rungs")
    columns = {
        name: [[coarse(record[name], rung, name) for record in records] for rung in ladders[name]] for name in names
    }
    for heights in sorted(product(*(range(len(ladders[name])) for name in names)), key=lambda each: (sum(each), each)):
        tried = [
            {**record, **{name: columns[name][height][at] for name, height in zip(names, heights, strict=True)}}
            for at, record in enumerate(records)
        ]
        kept = _kept(tried, names, sensitive, limits)
        if kept is not None:
            return kept, {name: ladders[name][height] for name, height in zip(names, heights, strict=True)}
    raise DisclosingError(
        f"no rungs of {', '.join(names)} make k = {limits.k}, l = {limits.l}, t = {limits.t} of {len(records)} records"
    )


def _kept(records: Records, quasi: Sequence[str], sensitive: Sequence[str], limits: Limits) -> Records | None:
    """Return *records* without those that look like too few others, if these are few and the rest keeps to *limits*."""
    kept = [
        record
        for part in groups(records, quasi)
        if len(part) >= limits.k and all(len({each[name] for each in part}) >= limits.l for name in sensitive)
        for record in part
    ]
    if len(records) - len(kept) > limits.left_out_share * len(records):
        return None
    return kept if disclosure(kept, quasi, sensitive).t <= limits.t else None
