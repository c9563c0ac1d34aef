"""Records of a tenant by their names: what the functions and the workload in the clusters do alike.

It asks for a router (functions/_shared/shard_router.py) and nothing else of where it runs, so a workload imports this
module with `functions/_shared` and hands over a router of its own. A tenant's records are under keys that begin with
the tenant's name, so nobody names another's. What is of a person is read as far as that is open.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, TypeVar

from functions._shared import shard_errors
from functions._shared.shard_query import Record, as_document
from functions._shared.shard_router import ShardRouter
from functions.records.errors import (
    ChangedError,
    MalformedError,
    TooLargeError,
    UnavailableError,
    UnfitError,
    UnknownOutcomeError,
    UnknownRecordError,
)

COLLECTION: Final = "records"
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,199}")
"""Of records. `/` parts the tenant from it in keys, and paths."""
MOST_BYTES: Final = 256 * 1024
"""Of a document; a slot with a thousand of them still moves within a second."""

_T = TypeVar("_T")


class Records:
    """The records of one tenant."""

    def __init__(self, router: ShardRouter, tenant: str, check: Callable[[Collection[str]], None]) -> None:
        """*check* raises where what speaks of some people isn't to be read (`gate.py`)."""
        self._router, self._tenant, self._check = router, tenant, check

    def read(self, name: str) -> Record:
        """Return the record called *name*.

        Raises:
            UnknownRecordError: there is none.
            Problem: it speaks of somebody, and isn't to be read.
            MalformedError, UnavailableError: it can't be read.
        """
        key = self._key(name)
        found = _answered(lambda: self._router.get(COLLECTION, key))
        if not found:
            raise UnknownRecordError(f"nothing is kept under {name}")
        if found.subjects:
            self._check([*found.subjects])
        return found

    def write(
        self,
        name: str,
        document: Mapping[str, Any],
        expected: int | None,
        subjects: Mapping[str, Sequence[str]] | None = None,
    ) -> tuple[int, bool]:
        """Keep *document* under *name* if what is there has the version *expected*: 0 for nothing, None for whatever.
        It speaks of *subjects* (`people.py`), None for whom what was there did. Return its version, and whether it is
        new.

        Raises:
            ChangedError: something else is there.
            MalformedError, TooLargeError, UnfitError, UnavailableError: it isn't kept.
            UnknownOutcomeError: it may be.
        """
        key = self._key(name)
        if len(as_document(document)) > MOST_BYTES:
            raise TooLargeError(f"a document has {MOST_BYTES:,} bytes of JSON in ASCII at most")
        version, is_new = _answered(lambda: self._router.put(COLLECTION, key, document, expected, subjects))
        if version is None:
            raise ChangedError(f"{name} has another version, or is there or not unlike expected; read it, decide again")
        return version, is_new

    def remove(self, name: str, expected: int | None) -> None:
        """Remove what is under *name*, if anything is.

        Raises:
            ChangedError: it hasn't the version *expected*, which isn't None.
            MalformedError, UnavailableError: it isn't removed.
            UnknownOutcomeError: it may be.
        """
        key = self._key(name)
        if not _answered(lambda: self._router.delete(COLLECTION, key, expected)) and expected is not None:
            raise ChangedError(f"{name} has another version than expected, or is gone; read it, decide again")

    def _key(self, name: str) -> str:
        if not NAME.fullmatch(name):
            raise MalformedError("a record's name has 1 to 200 of A-Z, a-z, 0-9, . _ : -, a letter or digit first")
        return f"{self._tenant}/{name}"


def _answered(ask: Callable[[], _T]) -> _T:
    """Return what *ask* returns; what it raises becomes what callers may read, with the reason for the log alone."""
    try:
        return ask()
    except shard_errors.RefusedError as fault:
        raise UnfitError("there is NUL in its text, or a number that is too large to keep") from fault
    except shard_errors.UnknownOutcomeError as fault:
        raise UnknownOutcomeError("read the record before it is written again") from fault
    except shard_errors.NoServerError as fault:
        raise UnavailableError(fault.reason) from fault
    except shard_errors.ShardError as fault:
        raise UnavailableError("send the same request again; others of your records may answer") from fault
