"""Security mends of the runtime arrive by themselves."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("updateRuntimeOn") == "Manual":
        return "the runtime is held to a version"
    return None


RULE = Rule(
    name="lambda_runtime_updates_itself",
    title="Lambda runtimes update themselves.",
    resource_types=frozenset({"aws:lambda/runtimeManagementConfig:RuntimeManagementConfig"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.PATCHING}),
    remediation="Set updateRuntimeOn to Auto or FunctionUpdate.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html",
)
