"""Models reach nothing."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enableNetworkIsolation") is not True:
        return "its containers may send what they see anywhere"
    return None


RULE = Rule(
    name="sagemaker_model_is_isolated",
    title="Models reach nothing.",
    resource_types=frozenset({"aws:sagemaker/model:Model"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_SEGMENTATION}),
    remediation="Set enableNetworkIsolation to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html#sagemaker-5",
    sources=("SecurityHub SageMaker.5",),
)
