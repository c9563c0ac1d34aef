"""Models are shared with named accounts."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("resourcePolicy"), public("sagemaker"), "resourcePolicy")


RULE = Rule(
    name="sagemaker_model_policy_is_not_public",
    title="Models are shared with named accounts.",
    resource_types=frozenset({"aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-ram.html",
)
