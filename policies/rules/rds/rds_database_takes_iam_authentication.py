"""Databases accept short-lived IAM tokens in place of passwords."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

ENGINES = frozenset({"aurora-mysql", "aurora-postgresql", "mariadb", "mysql", "postgres", None})
"""Amazon RDS User Guide, "Supported Regions and DB engines for IAM database authentication"; a copy may name none."""


def _check(props: Props) -> str | None:
    if props.get("engine") not in ENGINES:
        raise NotApplicable("its engine has no IAM authentication")
    if props.get("iamDatabaseAuthenticationEnabled") is not True:
        return "IAM authentication is off"
    return None


RULE = Rule(
    name="rds_database_takes_iam_authentication",
    title="RDS databases accept IAM authentication.",
    resource_types=frozenset(
        {
            "aws:rds/cluster:Cluster",
            "aws:rds/instance:Instance",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set iamDatabaseAuthenticationEnabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-12",
    sources=("SecurityHub RDS.10", "SecurityHub RDS.12"),
)
