"""Builds check where their source comes from."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    if value(props, "source.insecureSsl") is True:
        return "source takes any certificate"

    def fault(label: str, found: Props) -> str | None:
        if value(found, "insecureSsl") is True:
            return f"{label} takes any certificate"
        return None

    return fault_in(numbered(items(props, "secondarySources"), "secondarySources"), fault)


RULE = Rule(
    name="codebuild_project_checks_its_source",
    title="Builds check where their source comes from.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT, Objective.SOFTWARE_INTEGRITY}),
    remediation="Leave insecureSsl out; give the server's certificate in environment.certificate.",
    link="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html",
)
