"""KMS keeps its check that a new key policy leaves somebody able to change it.

A key that nobody can manage can only be recovered by AWS Support (AWS KMS API Reference, "CreateKey").
"""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("bypassPolicyLockoutSafetyCheck"):
        return "the lockout safety check is bypassed"
    return None


RULE = Rule(
    name="kms_key_policy_lockout_check_is_kept",
    title="KMS keys stay manageable.",
    resource_types=frozenset(
        {
            "aws:kms/key:Key",
            "aws:kms/keyPolicy:KeyPolicy",
            "aws:kms/replicaKey:ReplicaKey",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.KEY_MANAGEMENT}),
    remediation="Remove bypassPolicyLockoutSafetyCheck.",
    link="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html",
)
