"""Access unused for a quarter is found."""

from policies.model import Check, NotApplicable, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_DAYS = 90
"""IAM Access Analyzer's default tracking period ("Findings for unused access")."""
UNUSED = frozenset({"ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS"})


def _check(longest_days: int) -> Check:
    def check(props: Props) -> str | None:
        if props.get("type") not in UNUSED:
            raise NotApplicable("it looks for something else")
        if at_least(value(props, "configuration.unusedAccess.unusedAccessAge", LONGEST_DAYS), longest_days + 1):
            return f"access is found unused only after more than {longest_days} days"
        return None

    return check


RULE = Rule(
    name="accessanalyzer_analyzer_finds_unused_access",
    title="Access unused for a quarter is found.",
    resource_types=frozenset({"aws:accessanalyzer/analyzer:Analyzer"}),
    check=_check(LONGEST_DAYS),
    threshold=Threshold(name="longestDays", default=LONGEST_DAYS, least=1, most=365, check=_check),
    severity=Severity.LOW,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Lower unusedAccessAge.",
    link="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_UnusedAccessConfiguration.html",
)
