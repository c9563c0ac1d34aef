"""Tables of a desk's own, people's data in stores that are sets, and the workflow driven as its states are."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from functions._shared.chain import Entry
from functions.data_subject_requests.acts import Piece, Store
from functions.data_subject_requests.book import Book
from functions.data_subject_requests.core import Desk
from functions.data_subject_requests.errors import NotProvenError, RequestError
from functions.data_subject_requests.kinds import Kind, Level
from functions.data_subject_requests.work import Work
from tests.functions.data_subject_requests.memory import Items, MemoryTable

ABOUT = {"kept": "9 days", "grounds": ["6(1)(b)"], "purposes": ["Keeping"], "recipients": ["Processor"], "derived": []}


class DownError(Exception):
    """A store doesn't answer."""


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 31, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **time: float) -> None:
        self.moment += timedelta(**time)


class Known:
    """Takes `good` for a proof of whoever it is asked for, and nothing else."""

    def by_agent(self, _request: str, of: Kind, _subjects: Sequence[str], proofs: Sequence[str], _now: float) -> bool:
        if of.level is not Level.NONE and "good" not in proofs:
            raise NotProvenError("proof 1: its signature is not valid")
        return "agent" in proofs


@dataclass
class People:
    """A store of people's data: their names, and how often it is still down, before or after it has done its work."""

    kept: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    down: list[bool] = field(default_factory=list)

    def _answer(self, *, done: bool) -> None:
        if self.down and self.down[0] == done:
            self.down.pop(0)
            raise DownError

    def erase(self, subjects: Sequence[str]) -> str:
        self._answer(done=False)
        before, self.kept = self.kept, self.kept - set(subjects)
        self._answer(done=True)
        return f"{len(before - self.kept)} gone"

    def restrict(self, subjects: Sequence[str], *, lifts: bool) -> str:
        self.marked = self.marked - set(subjects) if lifts else self.marked | set(subjects)
        return "marked"

    def export(self, subjects: Sequence[str]) -> Iterator[Piece]:
        for each in sorted(self.kept & set(subjects)):
            yield {"place": each, "at": "", "data": {"name": each, "sum": "=1+1", "list": [1, None]}}

    def left(self, subjects: Sequence[str]) -> int:
        return len(self.kept & set(subjects))

    def naming(self, subjects: Sequence[str]) -> int:
        return self.left(subjects)

    @property
    def store(self) -> Store:
        return Store(export=self.export, erase=self.erase, left=self.left, restrict=self.restrict)


def described(name: str, by: str = "delete", *, holds: bool = True, **way: str) -> dict[str, Any]:
    """Return a store as the workflow is told of it."""
    ways = {act: {"by": by, "how": "so", **way} for act in ("export", "rectify", "restrict", "erase")}
    return {"name": name, "holds": holds, "ways": ways, **ABOUT}


class Place:
    """A desk and its workflow over the stores `keys`, `sealed` (erased with keys), `paper` (by a person) and `logs`."""

    def __init__(self) -> None:
        self.clock, self.entries, self.counted = Clock(), list[Entry](), dict[str, int]()
        self.tables: dict[str, Items] = {}
        requests, audit = (MemoryTable(None, name, self.tables) for name in ("requests", "audit"))
        self.book = Book(requests, audit, self.clock, self.entries.append)
        self.keys, self.elsewhere, self.notices = People(), People(), list[Mapping[str, Any]]()
        stores = {"keys": self.keys.store}
        self.desk = Desk(self.book, Known(), stores)  # pyright: ignore[reportArgumentType] - what of it is called
        self.chosen = list[tuple[str, Sequence[str]]]()
        self.work = Work(
            self.book,
            stores,
            {"elsewhere": self.elsewhere.naming},
            self.notices.append,
            self.counted.__setitem__,
            lambda *chosen: self.chosen.append(chosen),
        )
        self.catalogue = [
            described("sealed", "with", store="keys"),
            described("keys"),
            described("paper", "delete"),
            described("logs", "expiry"),
            described("elsewhere", holds=False),
        ]

    def ask(self, do: str, **more: Any) -> Any:
        return self.desk.do({"do": do, **more})

    def receive(self, request: str, kind: str = "gdpr-erasure", *subjects: str, proof: str = "good") -> Any:
        return self.ask("receive", request=request, kind=kind, subjects=[*subjects], proofs=[proof])

    def run(self) -> None:
        """Run the workflow once; what fails of a request stops that request alone."""
        for request in self.work.do({"do": "watch"})["requests"]:
            try:
                for store in self._state("plan", request)["stores"]:
                    self._state("act", request, store=store)
                self._state("search", request)
                self._state("conclude", request)
            except (DownError, RequestError) as fault:
                self.work.do({"do": "stop", "request": request, "fault": type(fault).__name__})

    def _state(self, do: str, request: str, **more: Any) -> Any:
        return self.work.do({"do": do, "request": request, "stores": self.catalogue, **more})

    def declined(self, do: str, **more: Any) -> str:
        """Return what something is refused with."""
        with suppress(RequestError):
            self.ask(do, **more)
            raise AssertionError("it was not refused")
        return self.entries[-1].detail["fault"]
