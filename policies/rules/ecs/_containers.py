"""The containers of a task definition, declared as JSON text or as blocks."""

import json
from collections.abc import Iterable
from typing import Any

from policies.model import Props
from policies.read import numbered, value


def containers(props: Props) -> Iterable[tuple[str, Any]]:
    """Yield each container of a task definition with the label that a message calls it by.

    Raises:
        ValueError: the text is not JSON.
    """
    given = value(props, "containerDefinitions", ())
    return numbered(json.loads(given) if isinstance(given, str) else given, "containerDefinitions")
