"""A group's policy is encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "it is encrypted under a key of AWS",
            lambda: value(props, "sseConfiguration.customerManagedKeyEnabled") is not True,
        ),
        (
            "sseConfiguration names no customer key",
            lambda: not customer_key(value(props, "sseConfiguration.kmsKeyArn")),
        ),
    )


RULE = Rule(
    name="verifiedaccess_group_uses_customer_key",
    title="Verified Access groups are encrypted under a customer key.",
    resource_types=frozenset({"aws:verifiedaccess/group:Group"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set sseConfiguration with customerManagedKeyEnabled and kmsKeyArn.",
    link="https://docs.aws.amazon.com/verified-access/latest/ug/encryption-at-rest.html",
)
