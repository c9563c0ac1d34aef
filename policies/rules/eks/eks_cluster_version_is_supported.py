"""A cluster's version still gets mends without an extension of its support."""

from policies.model import Check, NotApplicable, Props, Rule, Severity, Threshold
from policies.objectives import Objective
from policies.rules.eks._versions import OLDEST_MINOR, from_minor


def _from(oldest_minor: int) -> Check:
    def check(props: Props) -> str | None:
        version = props.get("version")
        if version is None:
            raise NotApplicable("EKS chooses the newest")
        return None if from_minor(version, oldest_minor) else f"its version is older than 1.{oldest_minor}"

    return check


RULE = Rule(
    name="eks_cluster_version_is_supported",
    title="EKS clusters run a supported version.",
    resource_types=frozenset({"aws:eks/cluster:Cluster"}),
    check=_from(OLDEST_MINOR),
    threshold=Threshold(name="oldestMinorVersion", default=OLDEST_MINOR, least=20, most=99, check=_from),
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set version to one in standard support.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-2",
    sources=("SecurityHub EKS.2",),
)
