"""Nobody pulls from a private repository, and nobody pushes to a public one, who is not named."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("ecr"))


RULE = Rule(
    name="ecr_policy_is_not_public",
    title="ECR policies allow nothing to everyone.",
    resource_types=frozenset(
        {
            "aws:ecr/registryPolicy:RegistryPolicy",
            "aws:ecr/repositoryPolicy:RepositoryPolicy",
            "aws:ecrpublic/repositoryPolicy:RepositoryPolicy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.PUBLIC_ACCESS}),
    remediation="Name the principals, or add a condition on aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
)
