"""Deleting a key waits for the longest time that KMS offers, as everything under the key is lost with it.

30 days is KMS's default and its maximum (AWS KMS API Reference, "ScheduleKeyDeletion").
"""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import at_least, value

LONGEST_DAYS = 30


def _check(props: Props) -> str | None:
    if not at_least(value(props, "deletionWindowInDays", LONGEST_DAYS), LONGEST_DAYS):
        return f"a deleted key is gone in less than {LONGEST_DAYS} days"
    return None


RULE = Rule(
    name="kms_key_deletion_waits",
    title="KMS keys wait 30 days before they are deleted.",
    resource_types=frozenset(
        {
            "aws:kms/externalKey:ExternalKey",
            "aws:kms/key:Key",
            "aws:kms/replicaKey:ReplicaKey",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DELETION_PROTECTION, Objective.KEY_MANAGEMENT}),
    remediation="Leave deletionWindowInDays out or set it to 30.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-3",
    sources=("SecurityHub KMS.3",),
)
