"""The administrator's password is made, rotated and kept in Secrets Manager, under a customer key."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("its password is not managed", lambda: props.get("manageAdminPassword") is not True),
        (
            "it is encrypted under a key that AWS chose",
            lambda: not customer_key(props.get("adminPasswordSecretKmsKeyId")),
        ),
    )


RULE = Rule(
    name="redshiftserverless_namespace_password_is_managed",
    title="Redshift Serverless namespaces have their password managed.",
    resource_types=frozenset({"aws:redshiftserverless/namespace:Namespace"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set manageAdminPassword to true and adminPasswordSecretKmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html",
)
