"""What a row's calls are made of: calls, reads, templates and rename targets. `spec.py` explains them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

ID = "{id}"
"""The resource's own id, as a parameter."""


@dataclass(frozen=True)
class As:
    """A property whose value the API spells otherwise: `decode` undoes `encode`."""

    member: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


@dataclass(frozen=True)
class From:
    """An output made from the value at a path of the created or read object."""

    path: str
    function: Callable[[Any], Any]


@dataclass(frozen=True, init=False)
class Made:
    """A template made by a function of other templates: `Made(lambda arn: arn.split("/")[1], "{roleArn}")`.

    The function gets, and may return, `templates.OMIT` for an optional value that nobody gave.
    """

    function: Callable[..., Any]
    templates: tuple[Any, ...]

    def __init__(self, function: Callable[..., Any], *templates: Any) -> None:
        object.__setattr__(self, "function", function)
        object.__setattr__(self, "templates", templates)


Target = str | As | None
Rename = Mapping[str, Target]
Template = Any
"""A literal, a string with `{…}`, `Made`, a function of the `Act`, or lists and dictionaries of them."""
Function = Callable[[Any], Mapping[str, Any] | None]
"""A function of the `Act`, which has no name here: it knows rows, and rows are made of what stands here."""


@dataclass(frozen=True)
class Call:
    """One API call that sends properties."""

    operation: str
    """boto3's spelling: `create_key`."""
    params: Mapping[str, Template] = field(default_factory=dict)
    """Members (dotted paths) that don't come from the property of their name."""
    rename: Rename = field(default_factory=dict)
    takes: Collection[str] | None = None
    """Properties it sends; None: all that have a member. Calls that delete or clear send none unless listed here."""
    result: str = ""
    """Path in the answer of the object that `id` and `outputs` are paths into."""
    service: str | None = None
    """Another service than the type's."""
    region: Template = None
    """Another region than the resource's."""
    fills: bool = False
    """Whether it sends the type's defaults for what isn't given, because AWS's own are others."""


@dataclass(frozen=True)
class Run:
    """A short function in place of a call; what it returns stands for the API's answer."""

    function: Function
    takes: Collection[str] = ()
    """Properties it sees to."""


@dataclass(frozen=True)
class Read:
    """One API call that tells what is there."""

    operation: str
    params: Mapping[str, Template] = field(default_factory=dict)
    rename: Rename = field(default_factory=dict)
    result: str = ""
    """Path of the object in the answer; through a list, to its first element that fits `where`."""
    where: Mapping[str, Template] = field(default_factory=dict)
    """Members the wanted element of a list has; the list is paged through."""
    exists: str | None = None
    """Member without which there is nothing (an answer that comes empty instead of failing)."""
    service: str | None = None
    region: Template = None


@dataclass(frozen=True)
class Look:
    """A short function in place of a read: returns the object, or None when it is gone."""

    function: Function
    answers: Read
    """The read whose object it returns, which says what the object's members are."""
    adds: frozenset[str] = frozenset()
    """Members that it finds out by other calls and puts into the object."""


Sends = Call | Run
Reads = Read | Look
