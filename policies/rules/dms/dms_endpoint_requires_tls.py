"""Data leaves and enters databases over TLS."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

ENGINES = frozenset(
    {
        "aurora",
        "aurora-postgresql",
        "azuredb",
        "azure-sql-managed-instance",
        "db2",
        "db2-zos",
        "docdb",
        "mariadb",
        "mongodb",
        "mysql",
        "postgres",
        "sqlserver",
        "sybase",
    }
)
"""AWS DMS User Guide, "Using SSL with AWS Database Migration Service"."""
MODES = frozenset({"require", "verify-ca", "verify-full"})


def _check(props: Props) -> str | None:
    if props.get("engineName") not in ENGINES:
        raise NotApplicable("the engine is secured by other settings")
    if props.get("sslMode") not in MODES:
        return "data travels in the clear"
    return None


RULE = Rule(
    name="dms_endpoint_requires_tls",
    title="DMS endpoints require TLS.",
    resource_types=frozenset({"aws:dms/endpoint:Endpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set sslMode to verify-full, and certificateArn.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-9",
    sources=("SecurityHub DMS.9",),
)
