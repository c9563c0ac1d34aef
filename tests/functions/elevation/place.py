"""A desk over tables in memory, with keys that remember what they gave and a clock that is moved on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from functions._shared.chain import Entry
from functions.data_subject_requests.entries import Entries
from functions.elevation.book import Book
from functions.elevation.caller import Person
from functions.elevation.core import Desk
from functions.elevation.request import Request
from functions.elevation.tier import Tier
from tests.functions.data_subject_requests.memory import Items, MemoryTable

BEGINNING = datetime(2026, 1, 5, 9, tzinfo=UTC)
REASON = "The queue of payments stands still"


def tier(name: str, approvals: int, *, review_days: int = 0) -> Tier:
    return Tier(
        name=name,
        role_arn=f"arn:aws:iam::123456789012:role/elevated-{name}",
        requesters=("Engineers", "Leads"),
        approvers=("Leads",),
        approvals=approvals,
        max_minutes=60,
        review_days=review_days,
        networks=(),
    )


TIERS = {each.name: each for each in (tier("operator", 1), tier("administrator", 2, review_days=3))}


@dataclass
class MemoryKeys:
    """Keys that give a session's id, and remember what a role refuses."""

    refused: dict[str, list[str]] = field(default_factory=dict)

    def give(self, request: Request, tier: Tier) -> dict[str, str]:
        return {"AccessKeyId": request.id}

    def deny(self, tier: Tier, revoked: Callable[[], Sequence[str]]) -> None:
        self.refused[tier.name] = list(revoked())

    def denied(self, tier: Tier) -> Sequence[str]:
        return self.refused.get(tier.name, [])


class Between(MemoryTable):
    """A table between whose reads and writes something may happen once: another worker's call."""

    def transact(self, actions: Sequence[dict[str, Any]]) -> None:
        if meanwhile := MEANWHILE.pop("do", None):
            meanwhile()
        super().transact(actions)


MEANWHILE: dict[str, Callable[[], Any]] = {}


@dataclass
class Place:
    """The desk and what is around it."""

    now: datetime = BEGINNING
    tables: dict[str, Items] = field(default_factory=dict)
    keys: MemoryKeys = field(default_factory=MemoryKeys)
    heard: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        MEANWHILE.clear()

    @property
    def desk(self) -> Desk:
        table = Between(None, "elevations", self.tables)
        entries = Entries(table, lambda: self.now, self.heard.append)
        return Desk(Book(table, entries, lambda: self.now), TIERS, self.keys, 2)

    def ask(self, act: str, by: str, group: str = "Engineers", **more: Any) -> dict[str, Any]:
        return self.desk.do({"do": act, **more}, Person(name=by, group=group))

    def request(self, number: int, by: str = "ann", tier: str = "operator", **more: Any) -> dict[str, Any]:
        asked = {"request": id_of(number), "reason": REASON, "ticket": "OPS-17", "minutes": 30, "tier": tier}
        return self.ask("request", by, **{**asked, **more})

    def on(self, act: str, number: int, by: str, group: str = "Engineers") -> dict[str, Any]:
        return self.ask(act, by, group, request=id_of(number))

    def wait(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


def id_of(number: int) -> str:
    return f"{number:016x}"
