"""Notebooks are in a network of their account."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("subnetId"):
        return "it is in a network of AWS"
    return None


RULE = Rule(
    name="sagemaker_notebook_is_in_vpc",
    title="Notebooks are in a network of their account.",
    resource_types=frozenset({"aws:sagemaker/notebookInstance:NotebookInstance"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION}),
    remediation="Set subnetId and securityGroups.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html#sagemaker-2",
    sources=("SecurityHub SageMaker.2",),
)
