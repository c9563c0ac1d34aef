"""Builds are shared with named accounts."""

from policies.iam.findings import fault
from policies.iam.questions import public
from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    return fault(props.get("policy"), public("codebuild"))


RULE = Rule(
    name="codebuild_policy_is_not_public",
    title="Builds are shared with named accounts.",
    resource_types=frozenset({"aws:codebuild/resourcePolicy:ResourcePolicy"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.PUBLIC_ACCESS}),
    remediation="Name the accounts in Principal.",
    link="https://docs.aws.amazon.com/codebuild/latest/userguide/project-sharing.html",
)
