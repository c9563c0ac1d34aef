"""Through an endpoint only the account's own identities reach only what is the account's own.

Without a policy anybody's credentials carry data to anybody's bucket (AWS whitepaper, "Building a data perimeter on
AWS"). Endpoints of services that aren't AWS's own take no policy.
"""

import re

from policies.documents import statements
from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

PERIMETER_KEYS = frozenset({"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"})
POLICY_TYPES = frozenset({"Gateway", "Interface"})
_NOT_OF_AWS = re.compile(r"com\.amazonaws\.vpce\..*")


def _check(props: Props) -> str | None:
    if value(props, "vpcEndpointType", "Gateway") not in POLICY_TYPES or _NOT_OF_AWS.fullmatch(
        value(props, "serviceName", "")
    ):
        raise NotApplicable("it takes no policy")
    policy = props.get("policy")
    if not policy:
        return "it has no policy and lets everything through"
    for statement in statements(policy):
        inside = any(key in PERIMETER_KEYS for _, key, _ in statement.conditions)
        if statement.public and "*" in statement.resources and not inside:
            return f"{statement.label} lets everybody reach everything"
    return None


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
