"""Packages are shared with named accounts."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policyDocument"), public("codeartifact"), "policyDocument")


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
