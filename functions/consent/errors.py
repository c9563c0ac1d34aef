"""What the register refuses, each in one line that repeats nobody's name."""

from functions._shared.problem import Problem


class ConsentError(Problem, family="consents"):
    """Whatever can't be done with a consent."""


class MalformedError(ConsentError, slug="malformed", title="The request is malformed", status=400):
    """The request isn't one of the contract."""


class OthersError(ConsentError, slug="of-another", title="Only the person may do that", status=403):
    """The token is a person's own, and another person's consent is asked for."""


class RefusedError(ConsentError, slug="refused", title="The purpose is refused", status=403):
    """Data isn't read for the purpose: the token doesn't have it, or a person hasn't agreed, or no longer does."""


class UnknownError(ConsentError, slug="unknown", title="There is no such text or purpose", status=404):
    """Nothing is known by that name."""


class ChangedError(ConsentError, slug="text-changed", title="A published text does not change", status=409):
    """Another text is published as that version."""


class OptedOutError(ConsentError, slug="opted-out", title="The person opts out by a signal", status=409):
    """Consent is given to a sale in the request that carries Global Privacy Control."""


class UnavailableError(ConsentError, slug="unavailable", title="The register cannot be reached", status=503):
    """A table doesn't answer, or others keep writing the same; send the same request again."""
