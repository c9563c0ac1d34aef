"""A function's runtime still gets security mends.

AWS Lambda Developer Guide, "Lambda runtimes": those whose deprecation date is past in November 2026.
"""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective

DEPRECATED = frozenset(
    {
        *("dotnet5.0", "dotnet6", "dotnet7", "dotnet8", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1"),
        *("dotnetcore3.1", "go1.x", "java8", "nodejs", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x"),
        *("nodejs18.x", "nodejs20.x", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "provided"),
        *("provided.al2", "python2.7", "python3.10", "python3.6", "python3.7", "python3.8", "python3.9"),
        *("ruby2.5", "ruby2.7", "ruby3.2"),
    }
)


def _check(props: Props) -> str | None:
    if props.get("packageType") == "Image":
        raise NotApplicable("its image brings the runtime")
    if props.get("runtime") in DEPRECATED:
        return "its runtime is out of support"
    return None


RULE = Rule(
    name="lambda_function_runtime_is_supported",
    title="Lambda functions use supported runtimes.",
    resource_types=frozenset({"aws:lambda/function:Function"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set runtime to a supported version.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-2",
    sources=("SecurityHub Lambda.2",),
)
