"""What the event store refuses, each in one line, and how each is told by HTTP (RFC 9457, "Problem Details")."""

from typing import ClassVar, Final

TYPES: Final = "urn:groot:problem:events:"
"""Prefix of the stable types; RFC 9457 takes any URI."""


class EventStoreError(Exception):
    """Whatever the store refuses or can't do."""

    slug: ClassVar[str] = "fault"
    title: ClassVar[str] = "The event store failed"
    status: ClassVar[int] = 500

    @property
    def type(self) -> str:
        """Stable URI of this kind of fault."""
        return TYPES + self.slug


class MalformedError(EventStoreError):
    """The request isn't one the store understands."""

    slug, title, status = "malformed", "The request is malformed", 400


class CommitTooLargeError(EventStoreError):
    """The events of one append don't fit one item."""

    slug, title, status = "too-large", "The commit is too large", 413


class StreamNotFoundError(EventStoreError):
    """Nothing was ever appended to the stream."""

    slug, title, status = "unknown-stream", "There is no such stream", 404

    def __init__(self, stream: str) -> None:
        super().__init__(f"stream {stream} has no events; append with expected version 0 to begin it")


class VersionConflictError(EventStoreError):
    """The stream isn't at the version its writer expected."""

    slug, title, status = "version-conflict", "The stream has moved on", 409

    def __init__(self, stream: str, expected: int, current: int) -> None:
        super().__init__(f"stream {stream} is at version {current}, not {expected}; read it, decide again, append")
        self.current = current


class CommitIdReusedError(EventStoreError):
    """A commit id came again with other content."""

    slug, title, status = "commit-id-reused", "The commit id was used for other content", 422

    def __init__(self, stream: str, commit_id: str) -> None:
        super().__init__(f"commit {commit_id} of stream {stream} holds other events; give new content a new id")


class NotHomeError(EventStoreError):
    """Another region writes this stream."""

    slug, title, status = "not-home", "The stream is written in another region", 421

    def __init__(self, partition: int, region: str, epoch: int, home: str) -> None:
        super().__init__(f"partition {partition} is not written in {region}: since epoch {epoch} its home is {home}")
        self.home = home


class NotArrivedError(EventStoreError):
    """Part of what is asked for hasn't been replicated to this region yet."""

    slug, title, status = "not-arrived", "The data has not arrived in this region yet", 503


class BusyError(EventStoreError):
    """Others kept coming first, or DynamoDB throttled."""

    slug, title, status = "busy", "The partition is busy", 503

    def __init__(self, partition: int) -> None:
        super().__init__(f"partition {partition} is busy; send the same commit again under the same id")


class SubjectForgottenError(EventStoreError):
    """Nothing personal is taken of a subject whose key was destroyed."""

    slug, title, status = "subject-forgotten", "The subject was forgotten", 410

    def __init__(self, subject: str) -> None:
        super().__init__(f"subject {subject} was forgotten; nothing personal of it can be kept again")


class SealBrokenError(EventStoreError):
    """A sealed field isn't what its subject's key sealed."""

    slug, title = "seal-broken", "A sealed field was changed"


class UnknownSchemaError(EventStoreError):
    """An event is newer than this code, or no upcaster leads from it."""

    slug, title = "unknown-schema", "The event's schema is unknown"


class DivergedError(EventStoreError):
    """A projection has applied commits that a failover left out of the order."""

    slug, title = "diverged", "The projection holds commits that a failover refused"
