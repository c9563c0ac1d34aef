"""Services talk to each other over TLS (Amazon ECS Developer Guide, "Encrypt Amazon ECS Service Connect traffic")."""

from policies.lists import labels
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    services = items(props, "serviceConnectConfiguration.services")
    if not services:
        raise NotApplicable("it offers nothing by Service Connect")
    plain = labels(
        numbered(services, "services"), lambda service: not value(service, "tls.issuerCertAuthority.awsPcaAuthorityArn")
    )
    return f"{', '.join(plain)} is reached in the clear" if plain else None


RULE = Rule(
    name="ecs_service_connect_uses_tls",
    title="ECS Service Connect encrypts traffic.",
    resource_types=frozenset({"aws:ecs/service:Service"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set tls with issuerCertAuthority for every service.",
    link="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html",
)
