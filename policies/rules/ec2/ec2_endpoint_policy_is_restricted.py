"""Through an endpoint only the account's own identities reach only what is the account's own.

Without a policy anybody's credentials carry data to anybody's bucket (AWS whitepaper, "Building a data perimeter on
AWS"). Endpoints of services that aren't AWS's own take no policy.
"""

import re

from policies.iam.findings import fault
from policies.iam.questions import through_endpoint
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

POLICY_TYPES = frozenset({"Gateway", "Interface"})
_NOT_OF_AWS = re.compile(r"com\.amazonaws\.vpce\..*")


def _check(props: Props) -> str | None:
    service = value(props, "serviceName", "")
    if value(props, "vpcEndpointType", "Gateway") not in POLICY_TYPES or _NOT_OF_AWS.fullmatch(service):
        raise NotApplicable("it takes no policy")
    policy = props.get("policy")
    if not policy:
        return "it has no policy and lets everything through"
    return fault(policy, through_endpoint(service.rpartition(".")[2]))


RULE = Rule(
    name="ec2_endpoint_policy_is_restricted",
    title="VPC endpoints have a policy that names whom and what.",
    resource_types=frozenset({"aws:ec2/vpcEndpoint:VpcEndpoint"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION, Objective.EXTERNAL_ACCESS}),
    remediation="Set policy, with conditions on aws:PrincipalOrgID or aws:ResourceOrgID.",
    link="https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
)
