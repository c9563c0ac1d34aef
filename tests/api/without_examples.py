"""Hooks of schemathesis: requests are generated from schemas alone.

An example names one stream and one commit for good, so that all requests made after it but one would be refused.
"""

from typing import Any

import schemathesis  # pyright: ignore[reportMissingImports] - of another environment


@schemathesis.hook
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:
    _strip(raw_schema)


def _strip(node: Any) -> None:
    if isinstance(node, dict):
        for name in ("example", "examples"):
            node.pop(name, None)
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _strip(each)
