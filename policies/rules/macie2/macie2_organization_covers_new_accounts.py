"""Macie covers new accounts."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("autoEnable") is not True:
        return "new accounts are left out"
    return None


RULE = Rule(
    name="macie2_organization_covers_new_accounts",
    title="Macie covers new accounts.",
    resource_types=frozenset({"aws:macie2/organizationConfiguration:OrganizationConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION}),
    remediation="Set autoEnable to true.",
    link="https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-notes.html",
    sources=("SecurityHub Macie.1",),
)
