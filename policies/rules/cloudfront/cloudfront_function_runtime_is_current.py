"""Functions at the edge run on the newest runtime."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("runtime") != "cloudfront-js-2.0":
        return "its runtime is an old one"
    return None


RULE = Rule(
    name="cloudfront_function_runtime_is_current",
    title="CloudFront functions use the current runtime.",
    resource_types=frozenset({"aws:cloudfront/function:Function"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set runtime to cloudfront-js-2.0.",
    link="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-features.html",
)
