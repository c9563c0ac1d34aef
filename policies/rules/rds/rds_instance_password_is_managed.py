"""RDS makes the administrator's password, rotates it and keeps it in Secrets Manager, under a customer key."""

from policies.answers import fault_among
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    if props.get("replicateSourceDb"):
        raise NotApplicable("its password is that of its source")
    return fault_among(
        ("its password is not managed", lambda: props.get("manageMasterUserPassword") is not True),
        (
            "its password is encrypted under a key that AWS chose",
            lambda: not customer_key(props.get("masterUserSecretKmsKeyId")),
        ),
    )


RULE = Rule(
    name="rds_instance_password_is_managed",
    title="RDS instances have their password managed.",
    resource_types=frozenset({"aws:rds/instance:Instance"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set manageMasterUserPassword to true and masterUserSecretKmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
)
