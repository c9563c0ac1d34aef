"""Indexing: documents go to the domain in requests of a few megabytes; what it can't take is counted, not tried again.

An answer says of each document what became of it. One that is there already came twice; one that is malformed stays in
the archive alone; a domain that is short of something is asked again later, with the whole record.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.search.documents import Document
from functions.search.domain import Domain
from functions.search.errors import SearchError

REQUEST_BYTES = 4 * 1024 * 1024
"""Below the 10 MiB that the smaller instance types take at once (OpenSearch Service quotas, "Network limits")."""
THERE_ALREADY, TOO_MANY = 409, 429


@dataclass(frozen=True)
class Indexed:
    """What became of documents."""

    taken: int
    rejected: int


def index(domain: Domain, found: Sequence[Document]) -> Indexed:
    """Index documents.

    Raises:
        SearchError: the domain is short of something; asked again later, it may take them.
    """
    rejected = 0
    for request in _requests(found):
        answer = domain.request("POST", "/_bulk", request)
        statuses = [outcome["create"]["status"] for outcome in answer["items"]]
        if any(status == TOO_MANY or status >= 500 for status in statuses):
            raise SearchError("the domain takes no more documents at the moment")
        rejected += sum(status >= 400 and status != THERE_ALREADY for status in statuses)
    return Indexed(len(found) - rejected, rejected)


def _requests(found: Sequence[Document]) -> Iterator[bytes]:
    pending = b""
    for document in found:
        action = {"create": {"_index": document.index, "_id": document.id}}
        lines = f"{json.dumps(action)}\n{json.dumps(document.body)}\n".encode()
        if pending and len(pending) + len(lines) > REQUEST_BYTES:
            yield pending
            pending = b""
        pending += lines
    if pending:
        yield pending
