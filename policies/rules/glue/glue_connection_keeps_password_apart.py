"""A connection reads its password from a secret rather than having it in the program."""

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

PASSWORDS = ("ENCRYPTED_PASSWORD", "PASSWORD")


def _check(props: Props) -> str | None:
    given = props.get("connectionProperties") or {}
    if some(PASSWORDS, lambda name: name in given):
        return "its password is in the program"
    return None


RULE = Rule(
    name="glue_connection_keeps_password_apart",
    title="Glue connections read their password from a secret.",
    resource_types=frozenset({"aws:glue/connection:Connection"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set SECRET_ID in connectionProperties, and remove USERNAME and PASSWORD.",
    link="https://docs.aws.amazon.com/glue/latest/dg/connection-properties-secrets-manager.html",
)
