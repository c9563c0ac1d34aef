"""Desktops are encrypted under a customer key."""

from policies.lists import first, those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key

VOLUMES = ("rootVolumeEncryptionEnabled", "userVolumeEncryptionEnabled")


def _check(props: Props) -> str | None:
    return first((_plain, _under_key_of_aws), lambda ask: ask(props))


def _plain(props: Props) -> str | None:
    off = those(VOLUMES, lambda volume: props.get(volume) is not True)
    return f"{' and '.join(off)} not on" if off else None


def _under_key_of_aws(props: Props) -> str | None:
    return None if customer_key(props.get("volumeEncryptionKey")) else "it is encrypted under a key of AWS"


RULE = Rule(
    name="workspaces_volumes_use_customer_key",
    title="Desktops are encrypted under a customer key.",
    resource_types=frozenset({"aws:workspaces/workspace:Workspace"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set both switches to true and volumeEncryptionKey.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/workspaces-controls.html#workspaces-1",
    sources=(
        "SecurityHub WorkSpaces.1",
        "SecurityHub WorkSpaces.2",
    ),
)
