"""A database is not deleted by a slip: protection must be taken off first."""

from policies.model import Props, Rule, Severity


def _check(props: Props) -> str | None:
    if props.get("deletionProtection") is not True:
        return "deletion protection is off"
    return None


RULE = Rule(
    name="rds_database_is_deletion_protected",
    title="RDS databases are protected from deletion.",
    resource_types=frozenset(
        {
            "aws:rds/cluster:Cluster",
            "aws:rds/globalCluster:GlobalCluster",
            "aws:rds/instance:Instance",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    remediation="Set deletionProtection to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-7",
    sources=("SecurityHub RDS.7", "SecurityHub RDS.8"),
)
