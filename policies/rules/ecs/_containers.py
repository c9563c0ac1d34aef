"""The containers of a task definition, declared as JSON text or as blocks."""

import json
from collections.abc import Sequence
from typing import Any

from policies.model import Props
from policies.read import items, numbered, value


def containers(props: Props) -> Sequence[tuple[str, Any]]:
    """Return each container of a task definition with the label that a message calls it by.

    Raises:
        ValueError: the text is not JSON.
    """
    given = value(props, "containerDefinitions", ())
    known = json.loads(given) if isinstance(given, str) else given
    return numbered(items({"known": known}, "known"), "containerDefinitions")
