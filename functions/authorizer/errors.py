"""What a request is refused for. The words are for the log; a caller learns no more than that it was refused."""


class RefusedError(Exception):
    """A token or a proof that proves nothing. Its words are fixed, and say nothing of what came."""


class FaultError(Exception):
    """What should decide couldn't."""
