"""A key policy lets nobody use or manage the key who is not named or held to the account by a condition."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("kms"))


RULE = Rule(
    name="kms_key_policy_is_not_public",
    title="KMS key policies allow nothing to everyone.",
    resource_types=frozenset(
        {
            "aws:kms/externalKey:ExternalKey",
            "aws:kms/key:Key",
            "aws:kms/keyPolicy:KeyPolicy",
            "aws:kms/replicaExternalKey:ReplicaExternalKey",
            "aws:kms/replicaKey:ReplicaKey",
        }
    ),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on kms:CallerAccount or aws:SourceAccount.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-5",
    sources=("SecurityHub KMS.5",),
)
