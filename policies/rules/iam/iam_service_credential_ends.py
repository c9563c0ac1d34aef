"""Credentials for one service, such as Bedrock's API keys, end by themselves."""

from policies.model import Check, NotApplicable, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_DAYS = 90
"""CIS AWS Foundations Benchmark 5.0.0, 1.13, for access keys."""


def _check(longest_days: int) -> Check:
    def check(props: Props) -> str | None:
        if props.get("status") == "Inactive":
            raise NotApplicable("it is switched off")
        age = value(props, "credentialAgeDays", 0)
        if not at_least(age, 1) or at_least(age, longest_days + 1):
            return f"it may be used for longer than {longest_days} days"
        return None

    return check


RULE = Rule(
    name="iam_service_credential_ends",
    title="Credentials for single services end.",
    resource_types=frozenset({"aws:iam/serviceSpecificCredential:ServiceSpecificCredential"}),
    check=_check(LONGEST_DAYS),
    threshold=Threshold(name="longestDays", default=LONGEST_DAYS, least=1, most=365, check=_check),
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set credentialAgeDays, or use a role.",
    link="https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
)
