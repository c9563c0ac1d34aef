"""Streamed data stays in the session."""

from policies.answers import all_hold
from policies.lists import lacking
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, value

TAKING = frozenset({"CLIPBOARD_COPY_TO_LOCAL_DEVICE", "FILE_DOWNLOAD", "PRINTING_TO_LOCAL_DEVICE"})


def _check(props: Props) -> str | None:
    missing = lacking(TAKING, items(props, "userSettings"), _denied)
    return f"{', '.join(missing)} is allowed" if missing else None


def _denied(setting: Props) -> str | None:
    """Return what *setting* denies of what must be denied."""
    denies = all_hold(lambda: value(setting, "permission") == "DISABLED", lambda: value(setting, "action") in TAKING)
    return value(setting, "action") if denies else None


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
