"""A workgroup loads and unloads over the network rather than the internet."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("enhancedVpcRouting") is not True:
        return "it loads and unloads over the internet"
    return None


RULE = Rule(
    name="redshiftserverless_workgroup_stays_in_vpc",
    title="Redshift Serverless workgroups load over the network.",
    resource_types=frozenset({"aws:redshiftserverless/workgroup:Workgroup"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EGRESS_CONTROL}),
    remediation="Set enhancedVpcRouting to true.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html#redshiftserverless-1",
    sources=("SecurityHub RedshiftServerless.1",),
)
