"""A grant names who gets it, not everyone in IAM."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    principal = str(props.get("principal"))
    if principal == "IAM_ALLOWED_PRINCIPALS" or principal.endswith(":IAMPrincipals"):
        return "it is for everyone in IAM"
    return None


RULE = Rule(
    name="lakeformation_grant_names_its_principal",
    title="Lake Formation grants name their principal.",
    resource_types=frozenset({"aws:lakeformation/permissions:Permissions"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Name a role or a user in principal.",
    link="https://docs.aws.amazon.com/lake-formation/latest/dg/granting-catalog-permissions.html",
)
