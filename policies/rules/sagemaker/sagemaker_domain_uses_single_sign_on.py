"""SageMaker domains use single sign-on."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("authMode") != "SSO":
        return "people come in by IAM"
    return None


RULE = Rule(
    name="sagemaker_domain_uses_single_sign_on",
    title="SageMaker domains use single sign-on.",
    resource_types=frozenset({"aws:sagemaker/domain:Domain"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set authMode to SSO.",
    link="https://docs.aws.amazon.com/sagemaker/latest/dg/onboard-custom.html",
)
