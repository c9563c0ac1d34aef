"""A certificate says which device calls; a directory or identity provider says who, and asks a second factor.

AWS Client VPN Administrator Guide, "Client authentication".
"""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

OF_PEOPLE = frozenset({"directory-service-authentication", "federated-authentication"})


def _check(props: Props) -> str | None:
    asks = some(items(props, "authenticationOptions"), lambda each: value(each, "type") in OF_PEOPLE)
    return None if asks else "a certificate is enough to come in"


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
