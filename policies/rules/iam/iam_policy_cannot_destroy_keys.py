"""Keys, and with them the data under them, can't be destroyed by a policy for all keys."""

import re

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

DESTROYING = frozenset(
    {"kms:deleteimportedkeymaterial", "kms:disablekey", "kms:putkeypolicy", "kms:schedulekeydeletion"}
)
_ANY_KEY = re.compile(r"\*|arn:[^:]*:kms:[^:]*:[^:]*:(\*|key/\*)")


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        if not statement.allows or not statement.covers(DESTROYING):
            continue
        if any(_ANY_KEY.fullmatch(resource) for resource in statement.resources) and not statement.conditions:
            return f"{statement.label} deletes, disables or takes over any key"
    return None


RULE = Rule(
    name="iam_policy_cannot_destroy_keys",
    title="IAM policies don't destroy just any key.",
    resource_types=frozenset(
        {
            "aws:iam/groupPolicy:GroupPolicy",
            "aws:iam/policy:Policy",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:iam/userPolicy:UserPolicy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.SEPARATION_OF_DUTIES}),
    remediation="Name the keys in Resource, or hold the statement to tagged keys by a condition.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html",
)
