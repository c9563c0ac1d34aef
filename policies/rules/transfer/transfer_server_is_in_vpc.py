"""A server has addresses in the network, with security groups of its own."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("endpointType") != "VPC":
        return "it is reachable from the internet"
    return None


RULE = Rule(
    name="transfer_server_is_in_vpc",
    title="Transfer servers are in a VPC.",
    resource_types=frozenset({"aws:transfer/server:Server"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.NETWORK_SEGMENTATION, Objective.PUBLIC_ACCESS}),
    remediation="Set endpointType to VPC, and endpointDetails.",
    link="https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html",
)
