"""A function that answers operations of the API, or decides who may use them, as a gateway finds it."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class ApiFunction:
    """A function in one region."""

    name: pulumi.Input[str]
    alias: pulumi.Input[str]
    """Alias that is called."""
    invoke_arn: pulumi.Input[str]
    """The alias as gateways spell it."""
