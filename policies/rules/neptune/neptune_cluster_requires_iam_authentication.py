"""Whoever asks the graph signs the request; without it there is no authentication at all."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("iamDatabaseAuthenticationEnabled") is not True:
        return "it asks nobody who they are"
    return None


RULE = Rule(
    name="neptune_cluster_requires_iam_authentication",
    title="Neptune clusters require IAM authentication.",
    resource_types=frozenset({"aws:neptune/cluster:Cluster"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set iamDatabaseAuthenticationEnabled to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html#neptune-7",
    sources=("SecurityHub Neptune.7",),
)
