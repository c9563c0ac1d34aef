"""Data-quality jobs are isolated and encrypted."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

SWITCHES = ("enableInterContainerTrafficEncryption", "enableNetworkIsolation")


def _check(props: Props) -> str | None:
    off = those(SWITCHES, lambda switch: value(props, f"networkConfig.{switch}") is not True)
    return f"{' and '.join(off)} not on" if off else None


RULE = Rule(
    name="sagemaker_monitor_is_isolated_and_encrypted",
    title="Data-quality jobs are isolated and encrypted.",
    resource_types=frozenset({"aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT, Objective.NETWORK_SEGMENTATION}),
    remediation="Set both switches of networkConfig to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html#sagemaker-9",
    sources=(
        "SecurityHub SageMaker.9",
        "SecurityHub SageMaker.11",
    ),
)
