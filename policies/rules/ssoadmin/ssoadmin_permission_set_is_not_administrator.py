"""Permission sets don't make administrators."""

from policies.lists import first, some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items
from policies.rules.iam.iam_attachment_is_not_administrator import makes_administrator


def _check(props: Props) -> str | None:

    def fault(name: str) -> str | None:
        if some(items(props, name), makes_administrator):
            return "it makes administrators"
        return None

    return first({"managedPolicyArn", "managedPolicyArns"}.intersection(props), fault)


RULE = Rule(
    name="ssoadmin_permission_set_is_not_administrator",
    title="Permission sets don't make administrators.",
    resource_types=frozenset(
        {
            "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
            "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.PRIVILEGED_ACCESS}),
    remediation="Attach policies that name the actions.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
    sources=("SecurityHub IAM.1",),
)
