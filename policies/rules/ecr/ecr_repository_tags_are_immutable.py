"""What a tag means today it means tomorrow: nobody pushes another image under it."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective

IMMUTABLE = frozenset({"IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"})


def _check(props: Props) -> str | None:
    if props.get("imageTagMutability") not in IMMUTABLE:
        return "an image can be replaced under its tag"
    return None


RULE = Rule(
    name="ecr_repository_tags_are_immutable",
    title="ECR tags are immutable.",
    resource_types=frozenset(
        {"aws:ecr/repository:Repository", "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"}
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.SOFTWARE_INTEGRITY}),
    remediation="Set imageTagMutability to IMMUTABLE.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-2",
    sources=("SecurityHub ECR.2",),
)
