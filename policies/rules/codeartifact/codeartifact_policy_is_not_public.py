"""Packages are shared with named accounts."""

from policies.documents import statements
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    public = [statement.label for statement in statements(props.get("policyDocument")) if statement.public]
    return f"{', '.join(public)} allows everyone" if public else None


RULE = Rule(
    name="codeartifact_policy_is_not_public",
    title="Packages are shared with named accounts.",
    resource_types=frozenset(
        {
            "aws:codeartifact/domainPermissions:DomainPermissions",
            "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy",
        }
    ),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal, or add a condition on aws:PrincipalOrgID.",
    link="https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html",
)
