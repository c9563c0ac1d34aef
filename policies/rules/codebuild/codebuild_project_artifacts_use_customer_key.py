"""Artifacts are encrypted under a customer key."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, numbered, value


def _check(props: Props) -> str | None:
    if not customer_key(props.get("encryptionKey")):
        return "its artifacts are encrypted under a key of AWS"
    if value(props, "artifacts.encryptionDisabled") is True:
        return "artifacts are not encrypted"

    def fault(label: str, found: Props) -> str | None:
        if value(found, "encryptionDisabled") is True:
            return f"{label} is not encrypted"
        return None

    return fault_in(numbered(items(props, "secondaryArtifacts"), "secondaryArtifacts"), fault)


RULE = Rule(
    name="codebuild_project_artifacts_use_customer_key",
    title="Artifacts are encrypted under a customer key.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST, Objective.SOFTWARE_INTEGRITY}),
    remediation="Set encryptionKey and leave encryptionDisabled out.",
    link="https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
)
