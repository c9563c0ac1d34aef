"""Streamed data stays in the session."""

from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

TAKING = frozenset({"CLIPBOARD_COPY_TO_LOCAL_DEVICE", "FILE_DOWNLOAD", "PRINTING_TO_LOCAL_DEVICE"})


def _check(props: Props) -> str | None:
    denied = {
        value(found, "action") for found in items(props, "userSettings") if value(found, "permission") == "DISABLED"
    }
    missing = TAKING - denied
    return f"{', '.join(sorted(missing))} is allowed" if missing else None


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
