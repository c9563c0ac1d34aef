"""What a function loads isn't changed by another account."""

from typing import Any

from policies.lists import labels
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered

ACCOUNT = 4
"""The account's place among the parts of an ARN."""


def _account(arn: Any) -> str:
    return "".join(str(arn).split(":")[ACCOUNT : ACCOUNT + 1])


def _check(props: Props) -> str | None:
    own = _account(props.get("role"))
    foreign = labels(numbered(items(props, "layers"), "layers"), lambda layer: _account(layer) != own)
    return f"{', '.join(foreign)} is another account's" if foreign else None


RULE = Rule(
    name="lambda_function_layers_are_of_its_account",
    title="Lambda functions load layers of their own account.",
    resource_types=frozenset({"aws:lambda/function:Function"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.SOFTWARE_INTEGRITY}),
    remediation="Publish the layer in the account of the function.",
    link="https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html",
)
