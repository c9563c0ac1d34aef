"""External key stores are reached privately."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("customKeyStoreType") != "EXTERNAL_KEY_STORE":
        raise NotApplicable("its keys are in a CloudHSM cluster")
    if props.get("xksProxyConnectivity") != "VPC_ENDPOINT_SERVICE":
        return "its proxy is reached over the internet"
    return None


RULE = Rule(
    name="kms_store_is_reached_privately",
    title="External key stores are reached privately.",
    resource_types=frozenset({"aws:kms/customKeyStore:CustomKeyStore"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.KEY_MANAGEMENT, Objective.NETWORK_BOUNDARY}),
    remediation="Set xksProxyConnectivity to VPC_ENDPOINT_SERVICE.",
    link="https://docs.aws.amazon.com/kms/latest/developerguide/choose-xks-connectivity.html",
)
