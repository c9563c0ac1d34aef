"""What a rule is, what it judges and what it finds: plain data, free of any engine's types.

Property values are plain Python in the wire's camelCase names. A value that a preview cannot know is one of the
sentinel strings of `pulumi_policy.proxy` (`UNKNOWN_STRING_VALUE` for any type); checks never see it: reading one raises
`pulumi_policy.proxy.UnknownValueError`, in the stock engine and in ours alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from policies.objectives import Objective

Props = Mapping[str, Any]
"""Properties of one resource."""
Check = Callable[[Props], str | None]
"""Pure: returns what is wrong, without the values of properties (they may be secret), or None when all is well.

A `Shown` says it with values, for resources that hold no secret. May raise `NotApplicable`. Other exceptions are the
rule's own faults and fail the run.
"""


class Shown(str):
    """What is wrong, told by values of the resource's own."""

    def __new__(cls, shown: str, hidden: str) -> "Shown":
        """*hidden* says the same without them, for a resource that holds a secret."""
        made = super().__new__(cls, shown)
        made.hidden = hidden
        return made

    hidden: str


class Severity(StrEnum):
    """How much harm a violation can do."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Level(StrEnum):
    """What a violation does to a run."""

    ADVISORY = "advisory"
    """It is shown."""
    MANDATORY = "mandatory"
    """It stops the step."""
    REMEDIATE = "remediate"
    """The resource is mended first, where the rule can; what is left is as for mandatory. Only by configuration."""


class NotApplicable(Exception):  # noqa: N818 - an answer, not a fault
    """Raised by a check for a resource that the rule says nothing about; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One resource of the stack, as rules see it."""

    type: str
    """Type token, such as `aws:s3/bucket:Bucket`."""
    urn: str
    name: str
    """Logical name."""
    props: Props
    """Inputs when the resource alone is judged; inputs and outputs when the stack is."""
    parent: str | None = None
    """URN of the parent."""
    provider: str | None = None
    """URN of the provider, where that is known: what shares one stands in the same account or cluster."""
    dependencies: Sequence[str] = ()
    """URNs."""
    property_dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """URNs of the resources that each property's value comes from."""
    protect: bool = False
    secrets: Sequence[tuple[str | int, ...]] = ()
    """Where in `props` values are secret: names and list positions."""
    source: str | None = None
    """`file:line` that declared it, where that is known."""


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A number that a rule measures by and a pack's configuration may set."""

    name: str
    """What it is called in the configuration, with its unit, such as `shortestDays`."""
    default: int
    least: int
    most: int
    check: Callable[[int], Check]
    """Returns the rule's check for a number from `least` to `most`."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What every rule says of itself."""

    name: str
    """`<service>_<resource>_<what_holds>`, and the name of its file."""
    title: str
    """What holds, as a sentence."""
    severity: Severity
    level: Level = Level.MANDATORY
    objectives: frozenset[Objective]
    """What it is for; by these the frameworks' controls rest on it."""
    remediation: str
    """What to change, as a sentence."""
    link: str
    """Where the requirement or its mend is documented."""
    sources: tuple[str, ...] = ()
    """Controls it stands for, such as `SecurityHub S3.5` (AWS Security Hub) or `CIS AWS 5.0.0 2.1.1`."""

    def message(self, fault: str) -> str:
        """Return what a person reads of *fault*, which names the resource: it, the mend and where to read on."""
        return f"{fault}. {self.remediation} ({self.link})"


@dataclass(frozen=True, kw_only=True)
class Rule(Policy):
    """A requirement on resources of certain types, each judged by itself."""

    resource_types: frozenset[str]
    check: Check
    threshold: Threshold | None = None
    """The number that `check` measures by, where a pack's configuration may set it."""
    remediate: Callable[[Props], Props] | None = None
    """Returns the properties as they should be; used only where the rule's level is `remediate`."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a stack rule found."""

    message: str
    """What is wrong, naming the resources concerned."""
    urn: str = ""
    """The resource to mend; empty for the stack as a whole."""
    obligation: bool = False
    """Whether it could not be judged because a value is not known yet."""
    others: Sequence[str] = ()
    """URNs of those that it may be about instead: one of them and *urn* is at fault, and which isn't known yet."""
