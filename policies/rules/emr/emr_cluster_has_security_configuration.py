"""A cluster names the configuration that encrypts what it keeps and sends."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("securityConfiguration"):
        return "what it keeps and sends is not encrypted"
    return None


RULE = Rule(
    name="emr_cluster_has_security_configuration",
    title="EMR clusters have a security configuration.",
    resource_types=frozenset({"aws:emr/cluster:Cluster"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set securityConfiguration.",
    link="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-specify-security-configuration.html",
)
