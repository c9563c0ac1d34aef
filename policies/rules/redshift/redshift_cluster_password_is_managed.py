"""Redshift makes the administrator's password, rotates it and keeps it in Secrets Manager, under a customer key."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key


def _check(props: Props) -> str | None:
    return fault_among(
        ("its password is not managed", lambda: props.get("manageMasterPassword") is not True),
        (
            "it is encrypted under a key that AWS chose",
            lambda: not customer_key(props.get("masterPasswordSecretKmsKeyId")),
        ),
    )


RULE = Rule(
    name="redshift_cluster_password_is_managed",
    title="Redshift clusters have their password managed.",
    resource_types=frozenset({"aws:redshift/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set manageMasterPassword to true and masterPasswordSecretKmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html",
)
