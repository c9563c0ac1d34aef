"""Templates of parameters, ids and outputs: `{…}` filled from what is known of a resource."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.providers.aws.calls import Made
from sandbox.providers.aws.compare import at
from sandbox.values import UNKNOWN, has_unknown

_PLACEHOLDER = re.compile(r"\{(\w+(?:\.\w+)*)(\?)?\}")

OMIT: Any = object()
"""What a template with `{x?}` gives when there is no `x`."""


class UnknownValueError(Exception):
    """The template needs a value that a preview doesn't know."""


class MissingValueError(Exception):
    """The template needs a value that nobody gave; the message is its name."""


def is_template(value: Any) -> bool:
    """Return whether *value* is filled in rather than a path into an answer."""
    return not isinstance(value, str) or "{" in value


def names(template: Any) -> Iterator[str]:
    """Yield the first name of every placeholder in *template*; a function's needs are not known."""
    if isinstance(template, Made):
        yield from names(template.templates)
    elif isinstance(template, str):
        for name, _ in _PLACEHOLDER.findall(template):
            yield name.split(".")[0]
    elif isinstance(template, Mapping):
        for item in template.values():
            yield from names(item)
    elif isinstance(template, list | tuple):
        for item in template:
            yield from names(item)


def render(template: Any, scope: Any) -> Any:
    """Return *template* filled from *scope* (a mapping; functions get it whole), or `OMIT`.

    Raises:
        UnknownValueError: a value it needs is unknown.
        MissingValueError: a value it needs is missing.
    """
    if isinstance(template, Made):
        return template.function(*(render(item, scope) for item in template.templates))
    if callable(template):
        return template(scope)
    if isinstance(template, Mapping):
        filled = {key: render(item, scope) for key, item in template.items()}
        return {key: item for key, item in filled.items() if item is not OMIT}
    if isinstance(template, list | tuple):
        return [filled for item in template if (filled := render(item, scope)) is not OMIT]
    if not isinstance(template, str):
        return template
    if whole := _PLACEHOLDER.fullmatch(template):
        return _value(whole, scope)
    parts = _PLACEHOLDER.split(template)
    values = [_value(found, scope) for found in _PLACEHOLDER.finditer(template)]
    if any(value is OMIT for value in values):
        return OMIT
    return "".join(text + (str(values[index]) if index < len(values) else "") for index, text in enumerate(parts[::3]))


def parse(template: Any, text: str) -> dict[str, str]:
    """Return the placeholders' values that make *template* read *text*, or nothing when none do."""
    if not isinstance(template, str) or "{" not in template:
        return {}
    pattern, end = "", 0
    for found in _PLACEHOLDER.finditer(template):
        name = found.group(1)
        group = f"(?P={name})" if f"(?P<{name}>" in pattern else f"(?P<{name}>.+?)"
        pattern += re.escape(template[end : found.start()]) + group
        end = found.end()
    match = re.fullmatch(pattern + re.escape(template[end:]), text)
    return match.groupdict() if match else {}


def _value(placeholder: re.Match[str], scope: Any) -> Any:
    path, optional = placeholder.groups()
    head, _, rest = path.partition(".")
    try:
        value = scope[head]
    except KeyError:
        value = None
    if rest and value is not None and value is not UNKNOWN:
        found = at(value, rest)
        value = found[0] if found else None
    if has_unknown(value):
        raise UnknownValueError(path)
    if value is None or value == "":
        if optional:
            return OMIT
        raise MissingValueError(path)
    return value
