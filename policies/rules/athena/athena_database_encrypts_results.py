"""What a database's own statements write is encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, value

KMS = frozenset({"CSE_KMS", "SSE_KMS"})


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is not encrypted under KMS", lambda: value(props, "encryptionConfiguration.encryptionOption") not in KMS),
        (
            "it is encrypted under a key that AWS chose",
            lambda: not customer_key(value(props, "encryptionConfiguration.kmsKey")),
        ),
    )


RULE = Rule(
    name="athena_database_encrypts_results",
    title="Athena databases are encrypted under a customer key.",
    resource_types=frozenset({"aws:athena/database:Database"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionConfiguration with encryptionOption SSE_KMS and kmsKey.",
    link="https://docs.aws.amazon.com/athena/latest/ug/encryption.html",
)
