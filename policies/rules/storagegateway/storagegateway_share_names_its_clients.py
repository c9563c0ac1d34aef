"""Clients of an NFS share are named by address, and their root is not its root."""

from policies.answers import fault_among
from policies.lists import some
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items

ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})


def _check(props: Props) -> str | None:
    return fault_among(
        ("root of a client is root of the share", lambda: props.get("squash") == "NoSquash"),
        ("any client may mount it", lambda: some(items(props, "clientLists"), ANYWHERE.__contains__)),
    )


RULE = Rule(
    name="storagegateway_share_names_its_clients",
    title="Storage Gateway shares name their clients.",
    resource_types=frozenset({"aws:storagegateway/nfsFileShare:NfsFileShare"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.LEAST_PRIVILEGE, Objective.NETWORK_SEGMENTATION}),
    remediation="Name the clients in clientLists and set squash to RootSquash.",
    link="https://docs.aws.amazon.com/filegateway/latest/files3/CreatingAnNFSFileShare.html",
)
