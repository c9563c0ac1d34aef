"""Properties without what is secret in them, for what may be shown or leave the process."""

from collections.abc import Mapping, Sequence
from typing import Any

from policies.model import Props, Resource
from policies.unknown import UNKNOWN


def without_secrets(resource: Resource) -> Props:
    """Return the properties of *resource*, with what is secret as if it weren't known."""
    props: Any = resource.props
    for path in resource.secrets:
        props = _masked(props, path)
    return props if isinstance(props, Mapping) else {}


def _masked(held: Any, path: Sequence[str | int]) -> Any:
    if not path:
        return UNKNOWN
    step, *rest = path
    if isinstance(held, Mapping) and step in held:
        return {**held, step: _masked(held[step], rest)}
    if isinstance(held, list) and isinstance(step, int) and step < len(held):
        return [_masked(each, rest) if index == step else each for index, each in enumerate(held)]
    return held
