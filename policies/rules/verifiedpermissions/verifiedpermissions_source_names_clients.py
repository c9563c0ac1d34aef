"""Tokens are taken from named clients."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

PLACES = (
    "cognitoUserPoolConfiguration.clientIds",
    "openIdConnectConfiguration.tokenSelection.accessTokenOnly.audiences",
    "openIdConnectConfiguration.tokenSelection.identityTokenOnly.clientIds",
)


def _check(props: Props) -> str | None:
    if not some(PLACES, lambda place: items(props, f"configuration.{place}")):
        return "tokens made for any other application are taken"
    return None


RULE = Rule(
    name="verifiedpermissions_source_names_clients",
    title="Tokens are taken from named clients.",
    resource_types=frozenset({"aws:verifiedpermissions/identitySource:IdentitySource"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set the clients or audiences of the identity source.",
    link="https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/identity-sources.html",
)
