"""Brokers have addresses in the network only."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    kind = value(props, "brokerNodeGroupInfo.connectivityInfo.publicAccess.type", "DISABLED")
    return None if kind == "DISABLED" else "it is reachable from the internet"


RULE = Rule(
    name="msk_cluster_is_not_public",
    title="MSK clusters are not publicly accessible.",
    resource_types=frozenset({"aws:msk/cluster:Cluster"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set publicAccess.type to DISABLED.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-4",
    sources=("SecurityHub MSK.4",),
)
