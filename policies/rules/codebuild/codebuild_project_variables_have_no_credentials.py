"""Build variables hold no credentials."""

from policies.credentials import shows_credential
from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, found: Props) -> str | None:
        if value(found, "type", "PLAINTEXT") != "PLAINTEXT":
            return None
        return f"{label} shows a credential" if shows_credential(found) else None

    return fault_in(numbered(items(props, "environment.environmentVariables"), "environmentVariables"), fault)


RULE = Rule(
    name="codebuild_project_variables_have_no_credentials",
    title="Build variables hold no credentials.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Set the variable's type to SECRETS_MANAGER and its value to the secret's name.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-2",
    sources=("SecurityHub CodeBuild.2",),
)
