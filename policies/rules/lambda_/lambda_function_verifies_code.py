"""A function runs only what was signed by who may."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("packageType") == "Image":
        raise NotApplicable("images are not signed so")
    if not props.get("codeSigningConfigArn"):
        return "it runs code that nobody signed"
    return None


RULE = Rule(
    name="lambda_function_verifies_code",
    title="Lambda functions verify signatures of code.",
    resource_types=frozenset({"aws:lambda/function:Function"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.SOFTWARE_INTEGRITY}),
    remediation="Set codeSigningConfigArn.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html",
)
