"""The policy of a vault lets nobody in who is not named, or held to known places by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("backup"))


RULE = Rule(
    name="backup_vault_policy_is_not_public",
    title="Backup vault policies allow nothing to everyone.",
    resource_types=frozenset({"aws:backup/vaultPolicy:VaultPolicy"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
)
