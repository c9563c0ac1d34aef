"""Endpoints and trust providers, with their secrets, are encrypted under a key of the customer's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    if value(props, "sseSpecification.customerManagedKeyEnabled") is not True:
        return "it is encrypted under a key of AWS"
    if not customer_key(value(props, "sseSpecification.kmsKeyArn")):
        return "sseSpecification names no customer key"
    return None


RULE = Rule(
    name="verifiedaccess_endpoint_uses_customer_key",
    title="Verified Access endpoints are encrypted under a customer key.",
    resource_types=frozenset(
        {"aws:verifiedaccess/endpoint:Endpoint", "aws:verifiedaccess/trustProvider:TrustProvider"}
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set sseSpecification with customerManagedKeyEnabled and kmsKeyArn.",
    link="https://docs.aws.amazon.com/verified-access/latest/ug/encryption-at-rest.html",
)
