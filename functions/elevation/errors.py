"""What stops an elevation, each in one line."""


class ElevationError(Exception):
    """Whatever can't be done about a request."""


class MalformedError(ElevationError):
    """It isn't asked as it has to be: says where and what is expected."""


class NotProvenError(ElevationError):
    """AWS doesn't say who asks, or says somebody who is no person of the directory."""


class NotAllowedError(ElevationError):
    """Who asks may not do that: says why."""


class UnknownRequestError(ElevationError):
    """No request has that id."""


class OutOfOrderError(ElevationError):
    """The request isn't at the point at which that is done."""


class BusyError(ElevationError):
    """Others wrote first; asked again it goes on."""
