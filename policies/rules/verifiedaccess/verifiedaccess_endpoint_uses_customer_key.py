"""Endpoints and trust providers, with their secrets, are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "it is encrypted under a key of AWS",
            lambda: value(props, "sseSpecification.customerManagedKeyEnabled") is not True,
        ),
        (
            "sseSpecification names no customer key",
            lambda: not customer_key(value(props, "sseSpecification.kmsKeyArn")),
        ),
    )


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
