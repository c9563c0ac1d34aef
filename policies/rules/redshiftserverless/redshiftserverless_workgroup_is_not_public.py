"""A workgroup has no address on the internet."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("publiclyAccessible") is True:
        return "it is reachable from the internet"
    return None


RULE = Rule(
    name="redshiftserverless_workgroup_is_not_public",
    title="Redshift Serverless workgroups are not publicly accessible.",
    resource_types=frozenset({"aws:redshiftserverless/workgroup:Workgroup"}),
    check=_check,
    severity=Severity.CRITICAL,
    objectives=frozenset({Objective.NETWORK_BOUNDARY, Objective.PUBLIC_ACCESS}),
    remediation="Remove publiclyAccessible or set it to false.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html#redshiftserverless-3",
    sources=("SecurityHub RedshiftServerless.3",),
)
