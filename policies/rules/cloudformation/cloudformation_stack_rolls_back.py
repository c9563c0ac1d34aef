"""Stacks roll back."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("disableRollback") is True:
        return "what a failure leaves behind stays"
    return "what a failure leaves behind stays" if props.get("onFailure") == "DO_NOTHING" else None


RULE = Rule(
    name="cloudformation_stack_rolls_back",
    title="Stacks roll back.",
    resource_types=frozenset({"aws:cloudformation/stack:Stack"}),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.CHANGE_CONTROL}),
    remediation="Leave disableRollback and onFailure out.",
    link="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html",
)
