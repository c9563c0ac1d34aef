"""Activations are for a counted few machines."""

from policies.model import Check, Level, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

MOST = 10
"""Systems Manager's own limit is 1,000; an activation code that leaks lets that many machines in."""


def _check(most: int) -> Check:
    def check(props: Props) -> str | None:
        if at_least(value(props, "registrationLimit", 1), most + 1):
            return f"more than {most} machines may join with its code"
        return None

    return check


RULE = Rule(
    name="ssm_activation_takes_few_machines",
    title="Activations are for a counted few machines.",
    resource_types=frozenset({"aws:ssm/activation:Activation"}),
    check=_check(MOST),
    threshold=Threshold(name="most", default=MOST, least=1, most=1000, check=_check),
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Lower registrationLimit.",
    link="https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html",
)
