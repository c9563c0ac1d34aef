"""Data at a registered place is reached through Lake Formation alone, not through IAM as well."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("hybridAccessEnabled") is True:
        return "IAM opens it as well"
    return None


RULE = Rule(
    name="lakeformation_location_is_governed",
    title="Lake Formation governs its locations alone.",
    resource_types=frozenset({"aws:lakeformation/resource:Resource"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Remove hybridAccessEnabled once every reader has been granted access.",
    link="https://docs.aws.amazon.com/lake-formation/latest/dg/hybrid-access-mode.html",
)
