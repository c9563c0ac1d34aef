"""Suppressed Macie findings are named."""

from policies.lists import some
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

NAMING = frozenset({"category", "classificationDetails.originType", "resourcesAffected.s3Bucket.name", "type"})


def _check(props: Props) -> str | None:
    if props.get("action") != "ARCHIVE":
        raise NotApplicable("it hides nothing")
    named = some(items(props, "findingCriteria.criterions"), lambda found: value(found, "field") in NAMING)
    return None if named else "it hides findings of every type in every bucket"


RULE = Rule(
    name="macie2_filter_names_what_it_hides",
    title="Suppressed Macie findings are named.",
    resource_types=frozenset({"aws:macie/findingsFilter:FindingsFilter"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION}),
    remediation="Add a criterion on the findings' type or bucket.",
    link="https://docs.aws.amazon.com/macie/latest/user/findings-suppression.html",
)
