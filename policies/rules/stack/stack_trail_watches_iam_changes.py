"""Changes of IAM policies, and of whom they are attached to, are watched."""

from policies.objectives import Objective
from policies.rules.stack._watches import watch

RULE = watch(
    "stack_trail_watches_iam_changes",
    "changes of permissions",
    events=(
        "DeleteGroupPolicy",
        "DeleteRolePolicy",
        "DeleteUserPolicy",
        "PutGroupPolicy",
        "PutRolePolicy",
        "PutUserPolicy",
        "CreatePolicy",
        "DeletePolicy",
        "CreatePolicyVersion",
        "DeletePolicyVersion",
        "AttachRolePolicy",
        "DetachRolePolicy",
        "AttachUserPolicy",
        "DetachUserPolicy",
        "AttachGroupPolicy",
        "DetachGroupPolicy",
    ),
    source="iam.amazonaws.com",
    objective=Objective.PRIVILEGED_ACCESS,
    sources=("CIS AWS 3.0.0 4.4", "SecurityHub CloudWatch.4"),
)
