"""The account, with every dashboard in it, can't be deleted by one mistake."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("terminationProtectionEnabled") is False:
        return "it may be deleted by one mistake"
    return None


RULE = Rule(
    name="quicksight_account_is_protected",
    title="QuickSight accounts are protected from deletion.",
    resource_types=frozenset({"aws:quicksight/accountSettings:AccountSettings"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DELETION_PROTECTION}),
    remediation="Remove terminationProtectionEnabled or set it to true.",
    link="https://docs.aws.amazon.com/quicksight/latest/APIReference/API_UpdateAccountSettings.html",
)
