"""What records are refused for, each in one line that says nothing of where they are."""

from functions._shared.problem import Problem


class RecordsError(Problem):
    """Whatever can't be done with a record."""

    type = "urn:groot:problem:records:fault"
    title = "The record failed"
    status = 500


class MalformedError(RecordsError):
    """The request isn't one of the contract."""

    type = "urn:groot:problem:records:malformed"
    title = "The request is malformed"
    status = 400


class UnknownRecordError(RecordsError):
    """There is nothing under the key."""

    type = "urn:groot:problem:records:unknown-record"
    title = "There is no such record"
    status = 404


class ChangedError(RecordsError):
    """The record isn't what the caller has seen."""

    type = "urn:groot:problem:records:changed"
    title = "The record is another one than expected"
    status = 412


class TooLargeError(RecordsError):
    """The document is larger than a record may be."""

    type = "urn:groot:problem:records:too-large"
    title = "The document is too large"
    status = 413


class UnfitError(RecordsError):
    """The document is JSON, and the shards can't keep it."""

    type = "urn:groot:problem:records:unfit"
    title = "The document can't be kept"
    status = 422


class UnavailableError(RecordsError):
    """The shard of the key doesn't answer."""

    type = "urn:groot:problem:records:unavailable"
    title = "The record cannot be reached"
    status = 503


class UnknownOutcomeError(RecordsError):
    """The shard no longer answered when it had been told to write."""

    type = "urn:groot:problem:records:unknown-outcome"
    title = "The record may or may not have been written"
    status = 503
