"""What can go wrong between a stream of logs and their search, each in one line."""


class SearchError(Exception):
    """The domain didn't take what it was sent."""


class RefusedError(SearchError):
    """The domain answered a request with a fault."""

    def __init__(self, status: int, method: str, path: str, message: str) -> None:
        super().__init__(": ".join(filter(None, (f"{method} {path}", str(status), message))))
        self.status = status
