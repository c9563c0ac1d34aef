"""What can keep a version from being taken back."""


class ReleaseError(Exception):
    """What was told is no alarm on one function."""
