"""A build's commands come from the project, not from a file that the source brings along."""

import re

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

_APART = re.compile(r"arn:[^:]*:s3:::.+|.*\n.*", re.DOTALL)


def _check(props: Props) -> str | None:
    if not _APART.fullmatch(value(props, "source.buildspec", "")):
        return "whoever may push to the source decides what its role does"
    return None


RULE = Rule(
    name="codebuild_project_buildspec_is_declared",
    title="What builds do is declared.",
    resource_types=frozenset({"aws:codebuild/project:Project"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.SOFTWARE_INTEGRITY}),
    remediation="Declare the specification in source.buildspec, or name an object in a bucket of its own.",
    link="https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
)
