"""What becomes of a delivery stream's records: their documents are indexed, they themselves go on to the archive."""

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.search.documents import Document, documents
from functions.search.domain import Domain
from functions.search.errors import SearchError
from functions.search.index import Indexed, index
from functions.search.rules import Rules, keep

PAUSE_SECONDS: Final = 10
TRIES: Final = 12
"""A domain that has just been made takes no rules for its first minutes."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of records."""

    answers: list[dict[str, str]]
    """Each record as it came, with what the stream is to do with it."""
    indexed: Indexed
    oldest_ms: int | None
    """When the oldest event happened, or None where there was none."""


def take(domain: Domain, records: Iterable[Mapping[str, str]], told: Callable[[str, SearchError], None]) -> Outcome:
    """Index the documents of every record.

    A record that is no batch of logs is marked as failed, which archives it apart; *told* hears its id and why.

    Raises:
        SearchError: the domain took none or not all; the stream sends the records again.
    """
    found: list[Document] = []
    answers: list[dict[str, str]] = []
    for record in records:
        answer = {"recordId": record["recordId"], "data": record["data"], "result": "Ok"}
        try:
            found += documents(base64.b64decode(record["data"]))
        except SearchError as fault:
            told(record["recordId"], fault)
            answer["result"] = "ProcessingFailed"
        answers.append(answer)
    oldest_ms = min((document.timestamp_ms for document in found), default=None)
    return Outcome(answers=answers, indexed=index(domain, found), oldest_ms=oldest_ms)


def bring_about(domain: Domain, rules: Mapping[str, Any], sleep: Callable[[float], None]) -> list[str]:
    """Bring the domain's *rules* about, and return their paths.

    Raises:
        SearchError: the domain refused them to the last.
    """
    for attempt in range(TRIES):
        try:
            return keep(domain, Rules(**rules))
        except SearchError:
            if attempt == TRIES - 1:
                raise
            sleep(PAUSE_SECONDS)
    raise AssertionError("unreachable")
