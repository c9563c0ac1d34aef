"""What the event store refuses or can't do, each in one line."""

from functions._shared.problem import Problem


class EventStoreError(Problem, family="events"):
    """Whatever the store refuses or can't do."""


class MalformedError(EventStoreError, slug="malformed", title="The request is malformed", status=400):
    """The request isn't one the store understands."""


class UnfitError(MalformedError, slug="unfit", title="The events can't be kept as they are", status=422):
    """The request is of the contract's form, and its parts don't fit each other."""


class CommitTooLargeError(EventStoreError, slug="too-large", title="The commit is too large", status=413):
    """The events of one append don't fit one item."""


class StreamNotFoundError(EventStoreError, slug="unknown-stream", title="There is no such stream", status=404):
    """Nothing was ever appended to the stream."""

    def __init__(self, stream: str) -> None:
        super().__init__(f"stream {stream} has no events; append with expected version 0 to begin it")


class VersionConflictError(EventStoreError, slug="version-conflict", title="The stream has moved on", status=409):
    """The stream isn't at the version its writer expected."""

    def __init__(self, stream: str, expected: int, current: int) -> None:
        super().__init__(
            f"stream {stream} is at version {current}, not {expected}; read it, decide again, append", current=current
        )


class CommitIdReusedError(
    EventStoreError, slug="commit-id-reused", title="The commit id was used for other content", status=422
):
    """A commit id came again with other content."""

    def __init__(self, stream: str, commit_id: str) -> None:
        super().__init__(f"commit {commit_id} of stream {stream} holds other events; give new content a new id")


class NotHomeError(EventStoreError, slug="not-home", title="The stream is written in another region", status=421):
    """Another region writes this stream."""

    def __init__(self, partition: int, region: str, epoch: int, home: str) -> None:
        super().__init__(
            f"partition {partition} is not written in {region}: since epoch {epoch} its home is {home}", home=home
        )


class NotArrivedError(
    EventStoreError, slug="not-arrived", title="The data has not arrived in this region yet", status=503
):
    """Part of what is asked for hasn't been replicated to this region yet."""


class BusyError(EventStoreError, slug="busy", title="The partition is busy", status=503):
    """Others kept coming first, or DynamoDB throttled."""

    def __init__(self, partition: int) -> None:
        super().__init__(f"partition {partition} is busy; send the same commit again under the same id")


class UnavailableError(EventStoreError, slug="unavailable", title="The event store cannot be reached", status=503):
    """DynamoDB or KMS didn't answer."""


class SubjectForgottenError(EventStoreError, slug="subject-forgotten", title="The subject was forgotten", status=410):
    """Nothing personal is taken of a subject whose key was destroyed."""

    def __init__(self, subject: str) -> None:
        super().__init__(f"subject {subject} was forgotten; nothing personal of it can be kept again")


class SubjectRestrictedError(EventStoreError, slug="subject-restricted", title="The subject is restricted", status=403):
    """What is of a subject isn't to be read for now."""

    def __init__(self, subject: str) -> None:
        super().__init__(f"subject {subject} asked that nothing of it be read for now")


class SealBrokenError(EventStoreError, slug="seal-broken", title="A sealed field was changed"):
    """A sealed field isn't what its subject's key sealed."""


class UnknownSchemaError(EventStoreError, slug="unknown-schema", title="The event's schema is unknown"):
    """An event is newer than this code, or no upcaster leads from it."""


class DivergedError(EventStoreError, slug="diverged", title="The projection holds commits that a failover refused"):
    """A projection has applied commits that a failover left out of the order."""
