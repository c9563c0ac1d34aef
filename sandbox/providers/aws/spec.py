"""What a resource type of the sandbox is: a table row of boto3 calls and names.

A service module declares rows and lists them in `TYPES`; the registry finds it by itself::

    ROLE = Type(
        "aws:iam/role:Role", service="iam", region="us-east-1",
        create=Call("create_role", result="Role"),
        read=Read("get_role", {"RoleName": ID}, result="Role"),
        update=Call("update_role"),
        delete=Call("delete_role", {"RoleName": ID}),
        id="{name}", name=Autoname("name", 64),
        rename={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
        aspects=(Aspect({"assumeRolePolicy"}, put=Call("update_assume_role_policy", ...), created=True),),
        tags=tagged_by({"RoleName": ID}, put="tag_role", remove="untag_role"),
        outputs={"arn": "Arn", "uniqueId": "RoleId"},
        replaces={"name", "path"}, defaults={"description": "", "maxSessionDuration": 3600},
    )

**Names.** A property finds its request member (and its member in the answer) by itself when the names differ in case or
in plural; nested properties too. Also by themselves: a map for a list of `{Key, Value}` or `{Name, Value}`, a single
block for a list of one and back, a list for `{Quantity, Items}`, objects for JSON text, numbers and booleans for
strings. Where names truly differ, `rename` says so: keys are property paths (`rules.filter`; lists and maps don't show
in a path), values are

- a member path from where the parent landed (`Attributes.DelaySeconds`; through a list it means its first element),
- `"."`: the block's properties stand in its parent's place,
- `As(member, encode, decode)` for a value that is spelled otherwise, `None` for "not by this call".

A call's own `rename` goes before its type's. A type's applies only to calls that have such a member.

**Templates.** Parameters, ids and outputs may hold `{…}`: an input, an output, `id`, `region`, `account`, `partition`,
`dnsSuffix`, `logicalName` or `digest` (of the URN). `{x?}` leaves the parameter out when there is no `x`; a template
that is one placeholder keeps the value's own type. `Made` puts a function over templates; a function of the whole `Act`
does where even that is too little (take values as `act["x"]`), and `Run` does instead of a `Call`.

**Nothing is dropped.** A property, nested ones included, is taken by a call, an aspect or a template, or stands in
`not_emulated` with the reason; otherwise it is in the state only, and the run says so. `validate.py` holds every row
against botocore's models and the SDK's own property names.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from sandbox.providers.aws.calls import (
    ID,
    As,
    Call,
    From,
    Look,
    Made,
    Read,
    Reads,
    Rename,
    Run,
    Sends,
    Target,
    Template,
)
from sandbox.providers.base import Fidelity
from sandbox.values import Properties

__all__ = [
    "ID",
    "As",
    "Aspect",
    "Autoname",
    "Call",
    "Find",
    "From",
    "Look",
    "Made",
    "Read",
    "Reads",
    "Recorded",
    "Rename",
    "Row",
    "Run",
    "Sends",
    "Tags",
    "Target",
    "Template",
    "Type",
]


@dataclass(frozen=True)
class Aspect:
    """Properties with calls of their own."""

    properties: Collection[str]
    put: Sends | None = None
    """None: only `create` can set them, and the aspect is there to read them."""
    clear: Sends | None = None
    """Runs when the properties are taken away; without it `put` runs with the type's defaults."""
    read: Reads | None = None
    """Reports the properties; without it the type's read does."""
    created: bool = False
    """`create` sends them already; `put` is for changes only."""
    when: Callable[[Properties], bool] | None = None
    """Whether `put` (and not `clear`) brings the inputs about; by default when any of the properties is given and
    neither false nor empty."""

    def active(self, inputs: Properties) -> bool:
        """Return whether `put` is the call for *inputs*."""
        if self.when:
            return self.when(inputs)
        return any(inputs.get(name) not in (None, False, "", [], {}) for name in self.properties)


@dataclass(frozen=True)
class Tags:
    """How tags are changed and read; `sandbox.providers.aws.tags` builds the usual kinds."""

    put: Sends
    remove: Sends | None
    """None: `put` replaces them all, or (with `clear`) an empty set needs a call of its own."""
    read: Reads | None
    """None: the type's read reports them."""
    member: str | None = None
    """Path of the tags in what is read; None: wherever `tags` goes by itself."""
    created: bool = True
    """Whether `create` sends them."""
    clear: Sends | None = None


@dataclass(frozen=True)
class Autoname:
    """The property that names the resource; one is made up when the program gives none."""

    property: str
    max_length: int
    start: str = ""
    """What a made-up name must start with, such as `alias/`."""
    suffix: str = ""
    """What a made-up name must end with, such as `.fifo`."""
    when: Callable[[Properties], bool] | None = None
    """Whether the suffix applies."""


@dataclass(frozen=True)
class Find:
    """How to find what an interrupted create left: a read of a list, and where the id stands in its element."""

    read: Reads
    id: str | Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, eq=False)
class Type:
    """A resource type that the emulated API holds."""

    token: str
    _: KW_ONLY
    service: str
    """boto3's name of the service."""
    id: Template
    """A path into the created object (`KeyId`), or a template of inputs and of outputs that creating tells."""
    create: Sends
    read: Reads
    update: Sends | None = None
    """Changes what no aspect does. The same call as `create` for APIs that put."""
    delete: Sends | None
    """None only where AWS has nothing to delete."""
    aspects: tuple[Aspect, ...] = ()
    tags: Tags | None = None
    name: Autoname | None = None
    find: Find | None = None
    """Needed when the inputs alone don't tell the id."""
    rename: Rename = field(default_factory=dict)
    outputs: Mapping[str, Template] = field(default_factory=dict)
    """Property → path into the created or read object, `From`, or a template."""
    completes: Mapping[str, Callable[[Any, Any, bool], Any]] = field(default_factory=dict)
    """Input → what adds to its value, by the act, what AWS alone knows of it; the flag says whether AWS may be asked,
    which in a preview it may not."""
    replaces: Collection[str] = ()
    """Property paths that can't be changed in place. `region` always replaces."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """What an absent property means: not sent on create, sent when the property is taken away, reported when the live
    value is another, and filled into the outputs."""
    not_emulated: Mapping[str, str] = field(default_factory=dict)
    """Property path → why it isn't sent."""
    forgotten: Mapping[str, str] = field(default_factory=dict)
    """Property path → why it is sent but can't be read back from the emulator, though AWS would tell it."""
    differs: Mapping[str, str] = field(default_factory=dict)
    """Property path → how the emulator, though it takes and tells it, does otherwise than AWS."""
    write_only: Collection[str] = ()
    """Property paths that AWS itself never tells, such as passwords."""
    local: Collection[str] = ()
    """Properties about how the resource is handled, such as `forceDestroy`: used by `delete`, unknown to AWS.

    `skipDestroy` among them needs nothing more: with it, deleting does nothing.
    """
    gone: Collection[str] = ()
    """Error codes that mean it no longer exists, besides those that say so in their name."""
    region: str | None = None
    """Where a global service answers; None: the type takes `region`."""

    @property
    def gaps(self) -> dict[str, str]:
        """What isn't emulated, and why."""
        return {**self.not_emulated, **self.forgotten, **self.differs}

    @property
    def fidelity(self) -> Fidelity:
        """How faithfully the type is emulated."""
        return Fidelity.PARTIAL if self.gaps else Fidelity.REAL


@dataclass(frozen=True, eq=False)
class Recorded:
    """A resource type that the emulator has no API for: it stands in the state only."""

    token: str
    _: KW_ONLY
    reason: str
    id: Template = "{logicalName}-{digest}"
    """Template of the id."""
    outputs: Mapping[str, Template] = field(default_factory=dict)
    """Templates of outputs; those that are lists or numbers may be given as they are."""
    replaces: Collection[str] = ()
    name: Autoname | None = None
    tags: bool = True
    """Whether the type has `tags` and `tagsAll`."""
    region: str | None = None
    foreseen: bool = True
    """Whether templates tell the outputs before there is anything; a preview doesn't know stand-ins."""

    @property
    def gaps(self) -> dict[str, str]:
        """Why nothing of the type is emulated."""
        return {"*": self.reason}

    @property
    def fidelity(self) -> Fidelity:
        """How faithfully the type is emulated."""
        return Fidelity.RECORDED


Row = Type | Recorded
