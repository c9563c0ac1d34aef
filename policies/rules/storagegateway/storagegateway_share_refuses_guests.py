"""Whoever opens a share has an account in the directory."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if props.get("authentication") == "GuestAccess":
        return "it lets guests in"
    return None


RULE = Rule(
    name="storagegateway_share_refuses_guests",
    title="Storage Gateway shares refuse guests.",
    resource_types=frozenset({"aws:storagegateway/smbFileShare:SmbFileShare"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.AUTHENTICATION}),
    remediation="Set authentication to ActiveDirectory.",
    link="https://docs.aws.amazon.com/filegateway/latest/files3/CreatingAnSMBFileShare.html",
)
