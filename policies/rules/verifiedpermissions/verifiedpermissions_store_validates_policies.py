"""Cedar policies are validated."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "validationSettings.mode") != "STRICT":
        return "a misspelt policy is taken, and means nothing"
    return None


RULE = Rule(
    name="verifiedpermissions_store_validates_policies",
    title="Cedar policies are validated.",
    resource_types=frozenset({"aws:verifiedpermissions/policyStore:PolicyStore"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.LEAST_PRIVILEGE}),
    remediation="Set validationSettings.mode to STRICT.",
    link="https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/policy-validation-mode.html",
)
