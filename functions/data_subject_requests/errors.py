"""What stops a request, each in one line that repeats nothing of what was asked."""


class RequestError(Exception):
    """Whatever can't be done about a request."""


class MalformedError(RequestError):
    """It isn't asked as it has to be: says where and what is expected."""


class NotProvenError(RequestError):
    """Who asks isn't shown to be whom they ask for, to the level that the kind needs."""


class UnknownRequestError(RequestError):
    """No request has that id."""


class IdReusedError(RequestError):
    """The id stands for a request of other content."""


class OutOfOrderError(RequestError):
    """The request isn't at the point at which that is done."""


class CatalogueError(RequestError):
    """The stores that are handed over don't fit together: says which."""


class StillThereError(RequestError):
    """A search found what was to be gone: says where."""


class TooLargeError(RequestError):
    """An export doesn't fit one answer."""


class ShardsDownError(RequestError):
    """Shards of records don't answer; asked again when they do, it goes on."""


class BusyError(RequestError):
    """Others kept writing the same request or the chain first; asked again it goes on."""
