"""What a caller asks for: each field's treatment, which fields are sensitive, and what the records may give away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from functions.anonymizer.coarsening import Limits
from functions.anonymizer.errors import MalformedError

TREATMENTS: Final = ("drop", "keep", "prose", "token", "format")
"""`keep` a value without what is personal in it, by form; `prose` looks for names, too; `token` and `format` stand
something in for all of it; `drop` takes the field away, as every field without a treatment is."""
RUNGS: Final = ("exact", "month", "year", "*")
MAX_RECORDS: Final = 10_000


@dataclass(frozen=True)
class Schema:
    """How records are treated."""

    purpose: str
    """What the result is for: tokens of different purposes have nothing in common."""
    treatments: Mapping[str, str]
    """By field."""
    ladders: Mapping[str, Sequence[Any]]
    """Of fields by which somebody could be known again: how coarse their values may become, finest first."""
    sensitive: Sequence[str]
    limits: Limits | None
    language: str
    """Of prose: `en` or `es`, which Comprehend finds names in."""


def parsed(event: Mapping[str, Any]) -> tuple[Schema, Sequence[Mapping[str, Any]]]:
    """Return the schema and the records of *event*.

    Raises:
        MalformedError: it has other parts, or they don't fit together.
    """
    _known("the request", event, {"purpose", "fields", "sensitive", "limits", "language", "records"})
    purpose, fields, records = event.get("purpose"), event.get("fields"), event.get("records")
    if not isinstance(purpose, str) or not purpose.strip():
        raise MalformedError("purpose: say what the result is for, such as churn-analysis")
    if not isinstance(fields, dict) or not fields:
        raise MalformedError(f"fields: name each field's treatment: {', '.join(TREATMENTS)}, or rungs to coarsen by")
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise MalformedError("records: a list of objects")
    if len(records) > MAX_RECORDS:
        raise MalformedError(f"records: {len(records)}, of {MAX_RECORDS} that are treated at once")
    ladders = {name: _ladder(name, how) for name, how in fields.items() if not isinstance(how, str)}
    treatments = {name: _treatment(name, how) for name, how in fields.items() if isinstance(how, str)}
    sensitive = event.get("sensitive", [])
    if not isinstance(sensitive, list) or not set(sensitive) <= {n for n, how in treatments.items() if how != "drop"}:
        raise MalformedError("sensitive: names of fields whose values come out, and aren't coarsened")
    if bool(ladders) != ("limits" in event):
        raise MalformedError("limits: k at least, where fields are coarsened, and only there")
    schema = Schema(
        purpose=purpose,
        treatments=treatments,
        ladders=ladders,
        sensitive=sensitive,
        limits=_limits(event["limits"]) if ladders else None,
        language=event.get("language", "en"),
    )
    if schema.language not in {"en", "es"}:
        raise MalformedError("language: en or es")
    return schema, records


def _treatment(name: str, how: str) -> str:
    if how not in TREATMENTS:
        raise MalformedError(f"fields.{name}: {', '.join(TREATMENTS)}, or rungs to coarsen by")
    return how


def _ladder(name: str, how: Any) -> Sequence[Any]:
    rungs = how.get("rungs") if isinstance(how, dict) and how.keys() == {"rungs"} else None
    if not isinstance(rungs, list) or not rungs or not all(map(_is_rung, rungs)):
        raise MalformedError(
            f'fields.{name}: a treatment, or {{"rungs": [...]}} of {", ".join(RUNGS)}, the width of a band, or the '
            "characters that are kept"
        )
    return rungs


def _is_rung(rung: Any) -> bool:
    return rung in RUNGS if isinstance(rung, str) else type(rung) in {int, float} and rung > 0


def _limits(given: Any) -> Limits:
    if not isinstance(given, dict) or "k" not in given:
        raise MalformedError("limits: k at least")
    _known("limits", given, {"k", "l", "t", "left_out_share"})
    whole = all(type(given.get(name, 1)) is int and given.get(name, 1) >= 1 for name in ("k", "l"))
    shares = all(type(given.get(n, 0)) in {int, float} and 0 <= given.get(n, 0) <= 1 for n in ("t", "left_out_share"))
    if not whole or not shares:
        raise MalformedError("limits: k and l are whole numbers from 1, t and left_out_share are from 0 to 1")
    return Limits(**given)


def _known(where: str, given: Mapping[str, Any], names: set[str]) -> None:
    if not given.keys() <= names:
        raise MalformedError(f"{where} may have {', '.join(sorted(names))}, and nothing else")
