"""Streamed data stays in the session."""

from policies.lists import some, those
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

TAKING = frozenset({"CLIPBOARD_COPY_TO_LOCAL_DEVICE", "FILE_DOWNLOAD", "PRINTING_TO_LOCAL_DEVICE"})


def _check(props: Props) -> str | None:
    def is_allowed(action: str) -> bool:
        return not some(items(props, "userSettings"), lambda found: _denies(found, action))

    missing = those(sorted(TAKING), is_allowed)
    return f"{', '.join(missing)} is allowed" if missing else None


def _denies(found: Props, action: str) -> bool:
    return value(found, "action") == action and value(found, "permission") == "DISABLED"


RULE = Rule(
    name="appstream_stack_keeps_data_in",
    title="Streamed data stays in the session.",
    resource_types=frozenset({"aws:appstream/stack:Stack"}),
    check=_check,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.DATA_LOSS_PREVENTION}),
    remediation="Set the permission of the three actions in userSettings to DISABLED.",
    link="https://docs.aws.amazon.com/appstream2/latest/developerguide/set-up-stacks-fleets-add.html",
)
