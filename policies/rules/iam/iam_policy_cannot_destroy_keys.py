"""Keys, and with them the data under them, can't be destroyed by a policy for all keys."""

from policies.iam.findings import fault
from policies.iam.questions import ANY_NAME, held, unheld
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

DESTROYING = ("kms:deleteimportedkeymaterial", "kms:disablekey", "kms:putkeypolicy", "kms:schedulekeydeletion")


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), held(DESTROYING, f"arn:*:kms:*:*:key/{ANY_NAME}", guards=unheld))


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
