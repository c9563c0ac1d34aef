"""The administrator's password is made, rotated and kept in Secrets Manager by the service.

Members of a global cluster share one password, that of the first (Amazon DocumentDB Developer Guide, "Password
management with Amazon DocumentDB and AWS Secrets Manager").
"""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("globalClusterIdentifier"):
        raise NotApplicable("its password is shared with other clusters")
    if props.get("manageMasterUserPassword") is not True:
        return "its password is not managed"
    return None


RULE = Rule(
    name="docdb_cluster_password_is_managed",
    title="DocumentDB clusters have their password managed.",
    resource_types=frozenset({"aws:docdb/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set manageMasterUserPassword to true.",
    link="https://docs.aws.amazon.com/documentdb/latest/developerguide/docdb-secrets-manager.html",
)
