"""Losing a zone leaves the endpoint in another."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if props.get("vpcEndpointType") != "Interface":
        raise NotApplicable("it stands in no subnet")
    if len(items(props, "subnetIds")) < 2:
        return "it stands in one zone"
    return None


RULE = Rule(
    name="ec2_endpoint_spans_zones",
    title="Interface endpoints span zones.",
    resource_types=frozenset({"aws:ec2/vpcEndpoint:VpcEndpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AVAILABILITY}),
    remediation="Give subnetIds a subnet of every zone.",
    link="https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html",
)
