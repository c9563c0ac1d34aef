"""What a task of DMS logs: a part of its settings, which are JSON.

AWS Database Migration Service User Guide, "Logging task settings".
"""

import json
from collections.abc import Iterable, Sequence

from policies.lists import those
from policies.model import Props
from policies.read import items, value

SEVERITIES = frozenset({"LOGGER_SEVERITY_DEBUG", "LOGGER_SEVERITY_DEFAULT", "LOGGER_SEVERITY_DETAILED_DEBUG"})
"""Security Hub, DMS.7 and DMS.8: the default, or more than that."""


def silent_components(props: Props, wanted: Iterable[str]) -> Sequence[str]:
    """Return those of the *wanted* components that the task does not log."""
    logging = value(json.loads(props.get("replicationTaskSettings") or "{}"), "Logging", {})
    if value(logging, "EnableLogging") is not True:
        return tuple(wanted)
    told = {value(each, "Id") for each in items(logging, "LogComponents") if value(each, "Severity") in SEVERITIES}
    return those(wanted, lambda component: component not in told)
