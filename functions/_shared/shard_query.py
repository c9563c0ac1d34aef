"""Asking all shards: the statements, and the merge of their answers.

Each shard answers in one statement, and so from one snapshot, with the slots that it held then. Together they must be
all slots and each once; a shard that moved slots meanwhile is seen by that.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Decimal, localcontext
from typing import Any, Literal

from functions._shared.shard_errors import RefusedError
from functions._shared.shard_slots import check_collection

MAX_LIMIT = 1_000
"""Records that one answer may have: each shard sends as many."""
ROWS = """
SELECT s.owned::text, (
    SELECT coalesce(jsonb_agg(jsonb_build_array(f.key, f.version, f.document, f.rank, f.subjects)), '[]')::text
    FROM (
        SELECT r.key, r.version, r.document, r.subjects, {rank} AS rank FROM groot.records r
        WHERE r.collection = :collection AND s.owned @> r.slot AND r.document @> CAST(:where AS jsonb) {of}
        ORDER BY {order} r.key LIMIT :most
    ) f
) FROM groot.shard s
"""
MENTIONS = """
SELECT s.owned::text, (
    SELECT count(*)::text FROM groot.records r WHERE s.owned @> r.slot AND EXISTS (
        SELECT FROM unnest(CAST(:names AS text[])) n
        WHERE strpos(concat_ws(' ', r.key, r.document, r.subjects), n) > 0
    )
) FROM groot.shard s
"""
"""How many records have one of some names in them, or say that they speak of one; every document is read."""
AGGREGATE = """
SELECT s.owned::text, (
    SELECT jsonb_build_array(count(*), count(v.n), sum(v.n)::text, min(v.n)::text, max(v.n)::text)::text
    FROM groot.records r, LATERAL (SELECT {number} AS n) v
    WHERE r.collection = :collection AND s.owned @> r.slot AND r.document @> CAST(:where AS jsonb)
) FROM groot.shard s
"""
NUMBER = (
    "CASE WHEN jsonb_typeof(r.document -> CAST(:field AS text)) = 'number' "
    "THEN CAST(r.document ->> CAST(:field AS text) AS numeric) END"
)
OF = "AND r.subjects ?| CAST(:subjects AS text[]) AND r.key > CAST(:after AS text)"
"""Of records that speak of one of some people, which an index knows."""
TEXT = 'CAST(r.document ->> CAST(:field AS text) AS text) COLLATE "C"'


@dataclass(frozen=True, kw_only=True)
class Order:
    """By which field of the documents; records without it come last, and equal ones by their keys."""

    field: str
    kind: Literal["text", "number"] = "text"
    """Text by its code points; numbers exactly, and what is no number counts as missing."""
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class Query:
    """What is asked of all shards."""

    collection: str
    where: Mapping[str, Any] = field(default_factory=dict)
    """What the documents must contain."""
    order: Order | None = None
    """None: by key."""
    limit: int = 100
    subjects: Sequence[str] = ()
    """People of whom one at least must be whom a record speaks of; empty for whomever."""
    after: str = ""
    """Of records of people: keys beyond this one alone, so that page follows page."""

    def statement(self) -> tuple[str, dict[str, Any]]:
        """Return the statement and its parameters; raises RefusedError for what can't be asked."""
        if not 1 <= self.limit <= MAX_LIMIT:
            raise RefusedError(f"a query's limit is 1 to {MAX_LIMIT:,}, not {self.limit:,}")
        asked = _asked(self.collection, self.where) | {"most": self.limit}
        of = OF if self.subjects else ""
        if of:
            asked |= {"subjects": [*self.subjects], "after": self.after}
        if not self.order:
            return ROWS.format(rank="NULL::text", order="", of=of), asked
        rank = NUMBER if self.order.kind == "number" else TEXT
        order = f"{rank} {'DESC' if self.order.descending else 'ASC'} NULLS LAST, "
        return ROWS.format(rank=f"({rank})::text", order=order, of=of), asked | {"field": as_text(self.order.field)}


@dataclass(frozen=True, kw_only=True)
class Record:
    """A document and how often it has been written."""

    key: str
    document: Mapping[str, Any]
    version: int
    subjects: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Whom it speaks of, each with JSON Pointers (RFC 6901) to what is theirs; none where all of it is."""


@dataclass(frozen=True, kw_only=True)
class Aggregate:
    """Figures over records: how many there are, and of a field's numbers, exactly."""

    count: int
    numbers: int
    sum: Decimal | None
    min: Decimal | None
    max: Decimal | None

    @property
    def avg(self) -> Decimal | None:
        """The mean of the field's numbers, to 28 digits."""
        return None if self.sum is None else self.sum / self.numbers


def aggregate_statement(collection: str, number_field: str, where: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the statement for figures over a field, and its parameters; raises RefusedError."""
    return AGGREGATE.format(number=NUMBER), _asked(collection, where) | {"field": as_text(number_field)}


def merged_rows(answers: Sequence[str], order: Order | None, limit: int) -> tuple[Record, ...]:
    """Return the first *limit* records of all answers, in order."""
    rows = sorted(row for answer in answers for row in _Row.all(answer, order))
    return tuple(row.record for row in rows[:limit])


def merged_aggregates(answers: Sequence[str]) -> Aggregate:
    """Return the figures over all answers."""
    parts = [json.loads(answer) for answer in answers]
    sums, lowest, highest = ([Decimal(part[at]) for part in parts if part[at] is not None] for at in (2, 3, 4))
    return Aggregate(
        count=sum(part[0] for part in parts),
        numbers=sum(part[1] for part in parts),
        sum=_exact_sum(sums) if sums else None,
        min=min(lowest, default=None),
        max=max(highest, default=None),
    )


def as_document(document: Mapping[str, Any]) -> str:
    """Return *document* as JSON; raises RefusedError for what isn't."""
    try:
        return json.dumps(dict(document), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as fault:
        raise RefusedError(f"a document must be a JSON object: {fault}") from None


def as_text(text: str) -> str:
    """Return *text*; raises RefusedError for what is no Unicode text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise RefusedError("a field's name must be Unicode text: it holds half of a surrogate pair") from None
    return text


def held_slots(multirange: str) -> int:
    """Return the slots of PostgreSQL's *multirange*, such as `{[0,42),[77,78)}`, as bits of a number."""
    found = 0
    for part in multirange.strip("{}").split("),"):
        if part:
            first, _, beyond = part.strip("[)").partition(",")
            found |= ((1 << (int(beyond) - int(first))) - 1) << int(first)
    return found


def _exact_sum(numbers: Sequence[Decimal]) -> Decimal:
    with localcontext(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN):
        return sum(numbers, Decimal())


class _Row:
    """A record that knows its place."""

    def __init__(self, record: Record, rank: Any, *, descending: bool) -> None:
        self.record, self._rank, self._descending = record, rank, descending

    @classmethod
    def all(cls, answer: str, order: Order | None) -> list["_Row"]:
        number = order is not None and order.kind == "number"
        return [
            cls(
                Record(key=key, document=document, version=version, subjects=subjects),
                Decimal(rank) if number and rank is not None else rank,
                descending=order is not None and order.descending,
            )
            for key, version, document, rank, subjects in json.loads(answer)
        ]

    def __lt__(self, other: "_Row") -> bool:
        if self._rank == other._rank:
            return self.record.key < other.record.key
        if self._rank is None or other._rank is None:
            return other._rank is None
        return (self._rank > other._rank) if self._descending else (self._rank < other._rank)


def _asked(collection: str, where: Mapping[str, Any]) -> dict[str, Any]:
    return {"collection": check_collection(collection), "where": as_document(where)}
