"""What webhooks are refused for, each in one line that says nothing of where a name leads."""

from functions._shared.problem import Problem


class WebhookError(Problem, family="webhooks"):
    """Whatever can't be done about a webhook."""


class UnfitTargetError(WebhookError, slug="unfit-target", title="Nothing may be sent there", status=422):
    """The URL isn't one of a public HTTPS endpoint, or its name leads to an address that isn't public."""


class UnresolvedError(WebhookError, slug="unresolved", title="The name leads nowhere", status=422):
    """No address is known of the URL's host, now."""


class TooLargeError(WebhookError, slug="too-large", title="The event is too large to be sent", status=413):
    """The body is larger than `signing.MAX_BODY_BYTES`."""


class UnfitSecretError(WebhookError, slug="unfit-secret", title="The secret can't be used", status=422):
    """A secret isn't of Standard Webhooks' form."""
