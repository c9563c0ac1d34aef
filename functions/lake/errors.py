"""What stops a day of a table, in one line that repeats nothing of its rows."""


class LakeError(Exception):
    """Whatever keeps a day out of the lake."""


class MalformedError(LakeError):
    """What is asked or told isn't of its form."""


class TooMuchError(LakeError):
    """A day has more than one call can hold."""
