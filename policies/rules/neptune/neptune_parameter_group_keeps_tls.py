"""Connections are encrypted, as they are unless a parameter turns that off."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import parameter


def _check(props: Props) -> str | None:
    if parameter(props, "neptune_enforce_ssl", lambda found: found == "0"):
        return "connections without TLS are accepted"
    return None


RULE = Rule(
    name="neptune_parameter_group_keeps_tls",
    title="Neptune parameter groups leave TLS on.",
    resource_types=frozenset({"aws:neptune/clusterParameterGroup:ClusterParameterGroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Remove neptune_enforce_ssl or set it to 1.",
    link="https://docs.aws.amazon.com/neptune/latest/userguide/security-ssl.html",
)
