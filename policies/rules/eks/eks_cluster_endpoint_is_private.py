"""The Kubernetes API is reachable from the network and from nowhere else."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        (
            "its API is reachable from the internet",
            lambda: value(props, "vpcConfig.endpointPublicAccess", True) is not False,
        ),
        (
            "its API is not reachable from the network",
            lambda: value(props, "vpcConfig.endpointPrivateAccess") is not True,
        ),
    )


RULE = Rule(
    name="eks_cluster_endpoint_is_private",
    title="EKS clusters have a private endpoint only.",
    resource_types=frozenset({"aws:eks/cluster:Cluster"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Set vpcConfig.endpointPublicAccess to false and endpointPrivateAccess to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-1",
    sources=("SecurityHub EKS.1",),
)
