"""A deleted secret can be had back for some days (AWS Secrets Manager User Guide, "Delete a secret")."""

from policies.model import Level, Props, Rule, Severity
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "recoveryWindowInDays", 30) == 0:
        return "a deleted secret is gone at once"
    return None


RULE = Rule(
    name="secretsmanager_secret_can_be_recovered",
    title="Deleted secrets can be recovered.",
    resource_types=frozenset({"aws:secretsmanager/secret:Secret"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    remediation="Leave recoveryWindowInDays out or set it to 7 to 30.",
    link="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
)
