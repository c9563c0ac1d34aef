"""Changes are approved by somebody else."""

import json

from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, items, value


def _check(props: Props) -> str | None:
    given = items(json.loads(value(props, "content", "{}")), "Statements")
    return None if some(given, _asks) else "it asks for nobody's approval"


def _asks(found: Props) -> bool:
    return value(found, "Type") == "Approvers" and at_least(value(found, "NumberOfApprovalsNeeded"), 1)


RULE = Rule(
    name="codecommit_template_asks_two",
    title="Changes are approved by somebody else.",
    resource_types=frozenset({"aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.SEPARATION_OF_DUTIES}),
    remediation="Set NumberOfApprovalsNeeded of the statement Approvers to one or more.",
    link="https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
)
