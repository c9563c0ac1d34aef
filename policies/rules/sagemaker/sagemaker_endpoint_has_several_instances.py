"""Endpoints survive the loss of an instance."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, variant: Props) -> str | None:
        if not value(variant, "serverlessConfig") and not at_least(value(variant, "initialInstanceCount"), 2):
            return f"{label} is one instance"
        return None

    return fault_in(numbered(items(props, "productionVariants"), "productionVariants"), fault)


RULE = Rule(
    name="sagemaker_endpoint_has_several_instances",
    title="Endpoints survive the loss of an instance.",
    resource_types=frozenset({"aws:sagemaker/endpointConfiguration:EndpointConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Set initialInstanceCount to two or more.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html#sagemaker-4",
    sources=("SecurityHub SageMaker.4",),
)
