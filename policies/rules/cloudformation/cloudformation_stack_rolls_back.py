"""Stacks roll back."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault_among(
        ("what a failure leaves behind stays", lambda: props.get("disableRollback") is True),
        ("what a failure leaves behind stays", lambda: props.get("onFailure") == "DO_NOTHING"),
    )


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
