"""Where the value of an attribute comes from, as a plan's configuration says it.

Pulumi knows which resources a property's value comes from, not which of their attributes. The attribute is the one
with that value, where one has it; else the ARN for what is called an ARN, and the id for anything else.
"""

from collections.abc import Mapping
from typing import Any

from policies.graph import IDENTITIES
from policies.model import Resource

Expression = dict[str, Any] | list[Any]
Sources = Mapping[str, Resource]
"""Resources by their address."""


def references(name: str, known: Any, unknown: Any, sources: Sources) -> Expression:
    """Return the expression of the attribute or block *name*, whose value comes from *sources*.

    *known* and *unknown* are its value as in `values.Values`. Inside blocks, what is unknown may come from any of the
    sources, and what is known from those that it names.
    """
    if isinstance(known, list) and any(isinstance(item, dict) for item in known):
        marks = unknown if isinstance(unknown, list) else [unknown] * len(known)
        blocks = [item if isinstance(item, dict) else {} for item in known]
        return [_block(block, mark, sources) for block, mark in zip(blocks, marks, strict=True)]
    return _named(name, known, sources)


def _block(known: Mapping[str, Any], unknown: Any, sources: Sources) -> Expression:
    expressions: dict[str, Any] = {}
    marks = unknown if isinstance(unknown, dict) else {}
    for name, mark in marks.items():
        if mark is True or not isinstance(known.get(name), list):
            expressions[name] = _named(name, None, sources)
    for name, value in known.items():
        named = {address: source for address, source in sources.items() if _mentions(value, source)}
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            expressions[name] = references(name, value, marks.get(name), sources)
        elif named:
            expressions[name] = _named(name, value, named)
        elif marks.get(name):
            expressions[name] = _named(name, None, sources)
    return expressions


def _named(name: str, value: Any, sources: Sources) -> dict[str, Any]:
    found: list[str] = []
    for address, source in sources.items():
        found += [f"{address}.{_attribute(name, value, source)}", address]
    return {"references": found}


def _attribute(name: str, value: Any, source: Resource) -> str:
    for identity in IDENTITIES:
        if isinstance(value, str) and source.props.get(identity) == value:
            return identity
    return "arn" if name.endswith(("arn", "arns")) else "id"


def _mentions(value: Any, source: Resource) -> bool:
    values = value if isinstance(value, list) else [value]
    identities = [source.props.get(identity) for identity in IDENTITIES]
    return any(isinstance(item, str) and item in identities for item in values)
