"""An elastic cluster reads its password from a secret rather than having it in the program."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("authType") != "SECRET_ARN":
        return "its password is in the program"
    return None


RULE = Rule(
    name="docdb_elastic_cluster_password_is_kept_apart",
    title="DocumentDB elastic clusters read their password from a secret.",
    resource_types=frozenset({"aws:docdb/elasticCluster:ElasticCluster"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set authType to SECRET_ARN and adminUserPassword to the secret's ARN.",
    link="https://docs.aws.amazon.com/documentdb/latest/developerguide/elastic-managing.html",
)
