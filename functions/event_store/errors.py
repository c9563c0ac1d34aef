"""What the event store refuses or can't do, each in one line."""

from functions._shared.problem import Problem


class EventStoreError(Problem):
    """Whatever the store refuses or can't do."""

    type = "urn:groot:problem:events:fault"
    title = "The event store failed"
    status = 500


class MalformedError(EventStoreError):
    """The request isn't one the store understands."""

    type = "urn:groot:problem:events:malformed"
    title = "The request is malformed"
    status = 400


class UnfitError(MalformedError):
    """The request is of the contract's form, and its parts don't fit each other."""

    slug, title, status = "unfit", "The events can't be kept as they are", 422


class CommitTooLargeError(EventStoreError):
    """The events of one append don't fit one item."""

    type = "urn:groot:problem:events:too-large"
    title = "The commit is too large"
    status = 413


class StreamNotFoundError(EventStoreError):
    """Nothing was ever appended to the stream."""

    type = "urn:groot:problem:events:unknown-stream"
    title = "There is no such stream"
    status = 404

    def __init__(self, stream: str) -> None:
        super().__init__(f"stream {stream} has no events; append with expected version 0 to begin it")


class VersionConflictError(EventStoreError):
    """The stream isn't at the version its writer expected."""

    type = "urn:groot:problem:events:version-conflict"
    title = "The stream has moved on"
    status = 409

    def __init__(self, stream: str, expected: int, current: int) -> None:
        super().__init__(
            f"stream {stream} is at version {current}, not {expected}; read it, decide again, append", current=current
        )


class CommitIdReusedError(EventStoreError):
    """A commit id came again with other content."""

    type = "urn:groot:problem:events:commit-id-reused"
    title = "The commit id was used for other content"
    status = 422

    def __init__(self, stream: str, commit_id: str) -> None:
        super().__init__(f"commit {commit_id} of stream {stream} holds other events; give new content a new id")


class NotHomeError(EventStoreError):
    """Another region writes this stream."""

    type = "urn:groot:problem:events:not-home"
    title = "The stream is written in another region"
    status = 421

    def __init__(self, partition: int, region: str, epoch: int, home: str) -> None:
        super().__init__(
            f"partition {partition} is not written in {region}: since epoch {epoch} its home is {home}", home=home
        )


class NotArrivedError(EventStoreError):
    """Part of what is asked for hasn't been replicated to this region yet."""

    type = "urn:groot:problem:events:not-arrived"
    title = "The data has not arrived in this region yet"
    status = 503


class BusyError(EventStoreError):
    """Others kept coming first, or DynamoDB throttled."""

    type = "urn:groot:problem:events:busy"
    title = "The partition is busy"
    status = 503

    def __init__(self, partition: int) -> None:
        super().__init__(f"partition {partition} is busy; send the same commit again under the same id")


class UnavailableError(EventStoreError):
    """DynamoDB or KMS didn't answer."""

    type = "urn:groot:problem:events:unavailable"
    title = "The event store cannot be reached"
    status = 503


class SubjectForgottenError(EventStoreError):
    """Nothing personal is taken of a subject whose key was destroyed."""

    type = "urn:groot:problem:events:subject-forgotten"
    title = "The subject was forgotten"
    status = 410

    def __init__(self, subject: str) -> None:
        super().__init__(f"subject {subject} was forgotten; nothing personal of it can be kept again")


class SealBrokenError(EventStoreError):
    """A sealed field isn't what its subject's key sealed."""

    type = "urn:groot:problem:events:seal-broken"
    title = "A sealed field was changed"


class UnknownSchemaError(EventStoreError):
    """An event is newer than this code, or no upcaster leads from it."""

    type = "urn:groot:problem:events:unknown-schema"
    title = "The event's schema is unknown"


class DivergedError(EventStoreError):
    """A projection has applied commits that a failover left out of the order."""

    type = "urn:groot:problem:events:diverged"
    title = "The projection holds commits that a failover refused"
