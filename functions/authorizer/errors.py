"""What a token is refused for. The words are for the log; a caller learns no more than that it was refused."""


class RefusedError(Exception):
    """A token that proves nothing."""
