"""People sign in to dashboards by a directory of the enterprise, not by passwords of QuickSight's own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

METHODS = frozenset({"ACTIVE_DIRECTORY", "IAM_IDENTITY_CENTER", "IAM_ONLY"})


def _check(props: Props) -> str | None:
    if props.get("authenticationMethod") not in METHODS:
        return "people have passwords of QuickSight's own"
    return None


RULE = Rule(
    name="quicksight_account_signs_in_centrally",
    title="QuickSight signs people in by a directory.",
    resource_types=frozenset({"aws:quicksight/accountSubscription:AccountSubscription"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set authenticationMethod to IAM_IDENTITY_CENTER.",
    link="https://docs.aws.amazon.com/quicksight/latest/APIReference/API_CreateAccountSubscription.html",
)
