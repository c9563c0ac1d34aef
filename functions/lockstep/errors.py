"""What can keep a release from going on, each in one line."""


class LockstepError(Exception):
    """A region couldn't take its turn."""


class UnnumberedError(LockstepError):
    """What runs has no number of a release, or the number of what ran before."""


class RecordError(LockstepError):
    """The record isn't to be read or written."""


class OvertakenError(RecordError):
    """The record was written since it was read."""
