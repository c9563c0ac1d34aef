"""Notebooks require IMDSv2."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion") != "2":
        return "a forged request reads its role's credentials"
    return None


RULE = Rule(
    name="sagemaker_notebook_requires_imdsv2",
    title="Notebooks require IMDSv2.",
    resource_types=frozenset({"aws:sagemaker/notebookInstance:NotebookInstance"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT, Objective.SECURE_CONFIGURATION}),
    remediation="Set minimumInstanceMetadataServiceVersion to 2.",
    link="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstanceMetadataServiceConfiguration.html",
)
