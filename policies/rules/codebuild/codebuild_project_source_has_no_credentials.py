"""Source addresses hold no credentials."""

from policies.credentials import holds_credential
from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    if holds_credential(value(props, "source.location")):
        return "source.location has a credential in it"

    def fault(label: str, found: Props) -> str | None:
        if holds_credential(value(found, "location")):
            return f"{label}.location has a credential in it"
        return None

    return fault_in(numbered(items(props, "secondarySources"), "secondarySources"), fault)


RULE = Rule(
    name="codebuild_project_source_has_no_credentials",
    title="Source addresses hold no credentials.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.CREDENTIAL_MANAGEMENT}),
    remediation="Connect to the repository by CodeConnections.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/codebuild-controls.html#codebuild-1",
    sources=("SecurityHub CodeBuild.1",),
)
