"""A repository that still holds images isn't deleted."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("forceDelete"):
        return "it is deleted with all its images"
    return None


RULE = Rule(
    name="ecr_repository_is_not_deleted_with_images",
    title="ECR repositories with images are kept.",
    resource_types=frozenset({"aws:ecr/repository:Repository"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DELETION_PROTECTION}),
    remediation="Remove forceDelete or set it to false.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-delete.html",
)
