"""People sign in to the portal by Identity Center, with the factors that it asks for."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "singleSignOn.type") != "IAM_IDC":
        return "people sign in as IAM principals"
    return None


RULE = Rule(
    name="datazone_domain_signs_in_centrally",
    title="DataZone domains sign people in by Identity Center.",
    resource_types=frozenset({"aws:datazone/domain:Domain"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set singleSignOn.type to IAM_IDC.",
    link="https://docs.aws.amazon.com/datazone/latest/userguide/enable-IAM-identity-center-for-datazone.html",
)
