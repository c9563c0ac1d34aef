"""What records are refused for, each in one line that says nothing of where they are."""

from functions._shared.problem import Problem


class RecordsError(Problem, family="records"):
    """Whatever can't be done with a record."""


class MalformedError(RecordsError, slug="malformed", title="The request is malformed", status=400):
    """The request isn't one of the contract."""


class UnknownRecordError(RecordsError, slug="unknown-record", title="There is no such record", status=404):
    """There is nothing under the key."""


class RestrictedError(RecordsError, slug="restricted", title="The record is restricted", status=403):
    """It speaks of somebody whose data may be kept and not used (GDPR Art. 18)."""


class ChangedError(RecordsError, slug="changed", title="The record is another one than expected", status=412):
    """The record isn't what the caller has seen."""


class TooLargeError(RecordsError, slug="too-large", title="The document is too large", status=413):
    """The document is larger than a record may be."""


class UnfitError(RecordsError, slug="unfit", title="The document can't be kept", status=422):
    """The document is JSON, and the shards can't keep it."""


class UnavailableError(RecordsError, slug="unavailable", title="The record cannot be reached", status=503):
    """The shard of the key doesn't answer."""


class UnknownOutcomeError(
    RecordsError, slug="unknown-outcome", title="The record may or may not have been written", status=503
):
    """The shard no longer answered when it had been told to write."""
