"""Images are encrypted under a key of the customer's own."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, value

KMS = frozenset({"KMS", "KMS_DSSE"})


def _check(props: Props) -> str | None:
    encryption = items(props, "encryptionConfigurations")
    return fault_among(
        (
            "it is encrypted under a key of S3",
            lambda: not encryption or value(encryption[0], "encryptionType") not in KMS,
        ),
        ("it is encrypted under a key that AWS chose", lambda: not customer_key(value(encryption[0], "kmsKey"))),
    )


RULE = Rule(
    name="ecr_repository_uses_customer_key",
    title="ECR repositories are encrypted under a customer key.",
    resource_types=frozenset(
        {"aws:ecr/repository:Repository", "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set encryptionConfigurations with encryptionType KMS and kmsKey.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-5",
    sources=("SecurityHub ECR.5",),
)
