"""A policy that lets a principal decrypt says under which keys, or for which service."""

from policies.iam.findings import fault
from policies.iam.questions import ANY_NAME, beyond, held
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

DECRYPTING = ("kms:decrypt", "kms:reencryptfrom")
NAMING = (
    "aws:calledvia",
    "aws:viaawsservice",
    "kms:encryptioncontext:",
    "kms:recipientattestation:",
    "kms:requestalias",
    "kms:resourcealiases",
    "kms:viaservice",
)
"""Conditions that say under which keys, what or for whom (AWS KMS Developer Guide, "Condition keys for AWS KMS")."""


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), held(DECRYPTING, f"arn:*:kms:*:*:key/{ANY_NAME}", guards=beyond(*NAMING)))


RULE = Rule(
    name="iam_policy_names_decryption_keys",
    title="IAM policies name the keys for decryption.",
    resource_types=frozenset(
        {
            "aws:iam/groupPolicy:GroupPolicy",
            "aws:iam/policy:Policy",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:iam/userPolicy:UserPolicy",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.LEAST_PRIVILEGE}),
    remediation="Name the keys in Resource, or add a condition on kms:ViaService.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-1",
    sources=("SecurityHub KMS.1", "SecurityHub KMS.2"),
)
