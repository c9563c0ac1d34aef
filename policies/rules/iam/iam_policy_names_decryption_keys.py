"""A policy that lets a principal decrypt says under which keys, or for which service."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective

DECRYPTING = frozenset({"kms:*", "kms:decrypt", "kms:reencrypt*", "kms:reencryptfrom"})
ANY_KEY = frozenset({"*", "arn:aws:kms:*:*:*", "arn:aws:kms:*:*:key/*"})


def _check(props: Props) -> str | None:
    for statement in statements(props.get("policy")):
        if not statement.allows or statement.actions.isdisjoint(DECRYPTING):
            continue
        if not statement.resources.isdisjoint(ANY_KEY) and not statement.condition_values("kms:viaservice"):
            return f"{statement.label} allows decryption under any key"
    return None


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
