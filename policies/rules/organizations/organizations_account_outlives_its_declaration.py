"""Accounts aren't closed by a deletion."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("closeOnDeletion") is True:
        return "deleting the resource closes the account with all that is in it"
    return None


RULE = Rule(
    name="organizations_account_outlives_its_declaration",
    title="Accounts aren't closed by a deletion.",
    resource_types=frozenset({"aws:organizations/account:Account"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.DELETION_PROTECTION}),
    remediation="Leave closeOnDeletion out.",
    link="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_close.html",
)
