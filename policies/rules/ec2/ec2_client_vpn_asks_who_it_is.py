"""A certificate says which device calls; a directory or identity provider says who, and asks a second factor.

AWS Client VPN Administrator Guide, "Client authentication".
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

OF_PEOPLE = frozenset({"directory-service-authentication", "federated-authentication"})


def _check(props: Props) -> str | None:
    if OF_PEOPLE.isdisjoint(value(each, "type") for each in items(props, "authenticationOptions")):
        return "a certificate is enough to come in"
    return None


RULE = Rule(
    name="ec2_client_vpn_asks_who_it_is",
    title="Client VPN authenticates people.",
    resource_types=frozenset({"aws:ec2clientvpn/endpoint:Endpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.MULTI_FACTOR}),
    remediation="Add authenticationOptions of the type federated-authentication.",
    link="https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/client-authentication.html",
)
