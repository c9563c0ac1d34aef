"""Pipelines' artifacts are encrypted under customer keys."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, store: Props) -> str | None:
        if not customer_key(value(store, "encryptionKey.id")):
            return f"{label} is encrypted under a key of AWS"
        return None

    return fault_in(numbered(items(props, "artifactStores"), "artifactStores"), fault)


RULE = Rule(
    name="codepipeline_artifacts_use_customer_key",
    title="Pipelines' artifacts are encrypted under customer keys.",
    resource_types=frozenset({"aws:codepipeline/pipeline:Pipeline"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.SOFTWARE_INTEGRITY}),
    remediation="Set encryptionKey of each artifact store.",
    link="https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html",
)
