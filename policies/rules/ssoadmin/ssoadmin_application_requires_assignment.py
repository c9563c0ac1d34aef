"""Applications are open to those assigned."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("assignmentRequired") is not True:
        return "everybody in the directory may use it"
    return None


RULE = Rule(
    name="ssoadmin_application_requires_assignment",
    title="Applications are open to those assigned.",
    resource_types=frozenset({"aws:ssoadmin/applicationAssignmentConfiguration:ApplicationAssignmentConfiguration"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.LEAST_PRIVILEGE}),
    remediation="Set assignmentRequired to true.",
    link="https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PutApplicationAssignmentConfiguration.html",
)
