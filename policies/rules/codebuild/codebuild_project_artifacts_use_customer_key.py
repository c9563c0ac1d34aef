"""Artifacts are encrypted under a customer key."""

from policies.lists import first, labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key, items, named, numbered, together, value


def _check(props: Props) -> str | None:
    return first((_of_project, _of_artifacts), lambda ask: ask(props))


def _of_project(props: Props) -> str | None:
    return None if customer_key(props.get("encryptionKey")) else "its artifacts are encrypted under a key of AWS"


def _of_artifacts(props: Props) -> str | None:
    places = together(named(props, "artifacts"), numbered(items(props, "secondaryArtifacts"), "secondaryArtifacts"))
    plain = labels(places, lambda artifacts: value(artifacts, "encryptionDisabled") is True)
    return f"{', '.join(plain)} is not encrypted" if plain else None


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
