"""Builds check where their source comes from."""

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, named, numbered, together, value


def _check(props: Props) -> str | None:
    sources = together(named(props, "source"), numbered(items(props, "secondarySources"), "secondarySources"))
    trusting = labels(sources, lambda source: value(source, "insecureSsl") is True)
    return f"{', '.join(trusting)} takes any certificate" if trusting else None


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
