"""An endpoint reads its password from a secret rather than having it in the program."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("password") is not None:
        return "its password is in the program"
    return None


RULE = Rule(
    name="dms_endpoint_keeps_password_apart",
    title="DMS endpoints read their password from a secret.",
    resource_types=frozenset({"aws:dms/endpoint:Endpoint"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set secretsManagerArn and secretsManagerAccessRoleArn, and remove username and password.",
    link="https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html",
)
