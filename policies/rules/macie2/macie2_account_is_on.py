"""Macie is on."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "status", "ENABLED") != "ENABLED":
        return "it is paused"
    return None


RULE = Rule(
    name="macie2_account_is_on",
    title="Macie is on.",
    resource_types=frozenset({"aws:macie2/account:Account"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_CLASSIFICATION, Objective.DATA_LOSS_PREVENTION}),
    remediation="Leave status out or set it to ENABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/macie-controls.html#macie-1",
    sources=("SecurityHub Macie.1",),
)
