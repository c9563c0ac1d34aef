"""Root of a client that nobody named isn't root of the volume."""

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:

    def fault(label: str, client: Props) -> str | None:
        if value(client, "clients") == "*" and "no_root_squash" in items(client, "options"):
            return f"{label} lets root of any client in as root"
        return None

    return fault_in(numbered(items(props, "nfsExports.clientConfigurations"), "clientConfigurations"), fault)


RULE = Rule(
    name="fsx_volume_squashes_root",
    title="FSx for OpenZFS exports squash root.",
    resource_types=frozenset({"aws:fsx/openZfsVolume:OpenZfsVolume"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.LEAST_PRIVILEGE}),
    remediation="Name the clients, or take no_root_squash away.",
    link="https://docs.aws.amazon.com/fsx/latest/OpenZFSGuide/managing-volumes.html",
)
