"""Programs prove who they are by roles, whose credentials end by themselves, not by keys that somebody has to rotate.

IAM User Guide, "Security best practices in IAM".
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("status") != "Inactive":
        return "it is a credential without an end, and its secret is in the state"
    return None


RULE = Rule(
    name="iam_access_key_is_inactive",
    title="IAM users have no access keys in use.",
    resource_types=frozenset({"aws:iam/accessKey:AccessKey"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Let the program assume a role, and set status to Inactive until the key is deleted.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3",
    sources=(
        "SecurityHub IAM.3",
        "CIS AWS 5.0.0 1.13",
    ),
)
