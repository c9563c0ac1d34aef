"""Notebooks don't reach the internet directly."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("directInternetAccess") != "Disabled":
        return "it reaches the internet past its account's networks"
    return None


RULE = Rule(
    name="sagemaker_notebook_has_no_internet",
    title="Notebooks don't reach the internet directly.",
    resource_types=frozenset({"aws:sagemaker/notebookInstance:NotebookInstance"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Set directInternetAccess to Disabled, with subnetId and securityGroups.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html#sagemaker-1",
    sources=("SecurityHub SageMaker.1",),
)
