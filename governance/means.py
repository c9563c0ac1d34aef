"""What is done in a store for a person's right, and which means serve which right."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Right(StrEnum):
    """An act on a store that a right comes to."""

    SEARCH = "search"
    EXPORT = "export"
    RECTIFY = "rectify"
    RESTRICT = "restrict"
    ERASE = "erase"


class Means(StrEnum):
    """How it is done."""

    QUERY = "query"
    """Found by a key."""
    SCAN = "scan"
    """Everything is read."""
    WRITE = "write"
    """Changed where it stands."""
    APPEND = "append"
    """What is right is added; what was stays, and is told from it."""
    DESTROY_KEY = "destroy-key"
    """The key that it is sealed under is destroyed."""
    DELETE = "delete"
    EXPIRY = "expiry"
    """It goes by itself when the store's time has passed."""
    WITH = "with"
    """Done by what is done in another store."""
    NOT_POSSIBLE = "not-possible"
    """It isn't done, on a ground that is told to whoever asks (GDPR Art. 12(4))."""


ALLOWED: Final[Mapping[Right, frozenset[Means]]] = {
    Right.SEARCH: frozenset({Means.QUERY, Means.SCAN, Means.WITH, Means.NOT_POSSIBLE}),
    Right.EXPORT: frozenset({Means.QUERY, Means.SCAN, Means.WITH, Means.NOT_POSSIBLE}),
    Right.RECTIFY: frozenset({Means.WRITE, Means.APPEND, Means.EXPIRY, Means.WITH, Means.NOT_POSSIBLE}),
    Right.RESTRICT: frozenset({Means.WRITE, Means.WITH, Means.NOT_POSSIBLE}),
    Right.ERASE: frozenset({Means.DESTROY_KEY, Means.DELETE, Means.EXPIRY, Means.WITH, Means.NOT_POSSIBLE}),
}
