"""Notebooks have no root."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("rootAccess") != "Disabled":
        return "its users are root"
    return None


RULE = Rule(
    name="sagemaker_notebook_has_no_root",
    title="Notebooks have no root.",
    resource_types=frozenset({"aws:sagemaker/notebookInstance:NotebookInstance"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Set rootAccess to Disabled.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html#sagemaker-3",
    sources=("SecurityHub SageMaker.3",),
)
