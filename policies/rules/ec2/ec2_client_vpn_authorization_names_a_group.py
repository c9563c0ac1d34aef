"""Who comes in by VPN reaches what their group needs, not everything."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.rules.ec2._open_ports import from_anywhere


def _check(props: Props) -> str | None:
    return fault_among(
        ("it is for everybody who comes in", lambda: props.get("authorizeAllGroups")),
        ("it leads everywhere", lambda: from_anywhere(props.get("targetNetworkCidr"))),
    )


RULE = Rule(
    name="ec2_client_vpn_authorization_names_a_group",
    title="Client VPN authorizes groups.",
    resource_types=frozenset({"aws:ec2clientvpn/authorizationRule:AuthorizationRule"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.NETWORK_SEGMENTATION}),
    remediation="Replace authorizeAllGroups by accessGroupId, and name the network in targetNetworkCidr.",
    link="https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-rules.html",
)
