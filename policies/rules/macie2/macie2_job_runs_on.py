"""Macie's scheduled jobs run on and read everything."""

from policies.answers import fault_among
from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if props.get("jobType") != "SCHEDULED":
        raise NotApplicable("it runs once")
    return fault_among(
        ("it is paused or cancelled", lambda: value(props, "jobStatus", "RUNNING") != "RUNNING"),
        ("it reads some of the objects only", lambda: value(props, "samplingPercentage", 100) != 100),
    )


RULE = Rule(
    name="macie2_job_runs_on",
    title="Macie's scheduled jobs run on and read everything.",
    resource_types=frozenset({"aws:macie2/classificationJob:ClassificationJob"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DATA_CLASSIFICATION, Objective.DATA_LOSS_PREVENTION}),
    remediation="Leave jobStatus and samplingPercentage out.",
    link="https://docs.aws.amazon.com/macie/latest/user/discovery-jobs.html",
)
