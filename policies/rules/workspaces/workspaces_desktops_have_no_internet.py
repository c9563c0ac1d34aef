"""Desktops don't reach the internet directly."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "workspaceCreationProperties.enableInternetAccess") is True:
        return "its desktops have public addresses"
    return None


RULE = Rule(
    name="workspaces_desktops_have_no_internet",
    title="Desktops don't reach the internet directly.",
    resource_types=frozenset({"aws:workspaces/directory:Directory"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_BOUNDARY}),
    remediation="Leave enableInternetAccess out.",
    link="https://docs.aws.amazon.com/workspaces/latest/adminguide/amazon-workspaces-internet-access.html",
)
