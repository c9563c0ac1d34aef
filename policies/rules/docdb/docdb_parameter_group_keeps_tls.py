"""Connections are encrypted, as they are unless a parameter turns that off."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter


def _check(props: Props) -> str | None:
    if parameter(props, "tls", lambda found: found == "disabled"):
        return "connections without TLS are accepted"
    return None


RULE = Rule(
    name="docdb_parameter_group_keeps_tls",
    title="DocumentDB parameter groups leave TLS on.",
    resource_types=frozenset({"aws:docdb/clusterParameterGroup:ClusterParameterGroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Remove tls or set it to enabled, tls1.2+ or tls1.3+.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-6",
    sources=("SecurityHub DocumentDB.6",),
)
