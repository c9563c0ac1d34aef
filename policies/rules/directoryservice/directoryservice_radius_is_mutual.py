"""RADIUS proves both sides."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("authenticationProtocol") != "MS-CHAPv2":
        return "its protocol gives passwords away or proves one side only"
    return None


RULE = Rule(
    name="directoryservice_radius_is_mutual",
    title="RADIUS proves both sides.",
    resource_types=frozenset({"aws:directoryservice/radiusSettings:RadiusSettings"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.AUTHENTICATION, Objective.MULTI_FACTOR}),
    remediation="Set authenticationProtocol to MS-CHAPv2.",
    link="https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_mfa.html",
)
