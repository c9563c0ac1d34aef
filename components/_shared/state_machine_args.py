"""What a state machine is and needs: what it does, which functions it calls, and what it may do besides."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi

from components._shared.iam import Statement
from components._shared.site import Site
from settings import DataClass

_NAME = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, kw_only=True)
class StateMachineArgs:
    """What it does, and what it needs.

    Raises:
        ValueError: the definition has a name that nothing is given for, or something is given that it has no name for.
    """

    site: Site
    """Region it stands in."""
    definition: Mapping[str, Any]
    """In the Amazon States Language, by JSONPath or JSONata, as data. In any of its texts `${name}`, of small letters,
    digits and underscores, stands for what `functions` or `values` have by that name."""
    failure: str
    """What an execution that fails means for the platform, and what to do first."""
    functions: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """ARNs of the functions that it calls, of their aliases where they have one; it may invoke these."""
    values: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """What else the definition has names for, such as the URL of a queue; `statements` say what it may do there."""
    statements: Sequence[Statement] = ()
    """What its states need besides calling `functions`; logs, traces and its key are seen to."""
    called: str | None = None
    """Its name in AWS, at most 64 characters, which is its role's name too; None for the component's."""
    data_class: DataClass = DataClass.INTERNAL
    """Class of what executions are given and give: its key encrypts the definition and the history of executions, which
    Step Functions keeps for 90 days after they end (AWS Step Functions Developer Guide, "Quotas")."""

    def __post_init__(self) -> None:
        named = {name for text in _texts(self.definition) for name in _NAME.findall(text)}
        given = self.functions.keys() | self.values.keys()
        if missing := named - given:
            raise ValueError(f"the definition names {', '.join(sorted(missing))}: give it in functions or values")
        if unused := given - named:
            raise ValueError(f"the definition doesn't name {', '.join(sorted(unused))}: take it from the arguments")


def filled(definition: Any, known: Mapping[str, str]) -> Any:
    """Return *definition* with what *known* has in place of each name."""
    if isinstance(definition, str):
        return _NAME.sub(lambda found: known[found[1]], definition)
    if isinstance(definition, Mapping):
        return {key: filled(value, known) for key, value in definition.items()}
    if isinstance(definition, Sequence):
        return [filled(value, known) for value in definition]
    return definition


def _texts(definition: Any) -> Iterator[str]:
    if isinstance(definition, str):
        yield definition
    elif isinstance(definition, Mapping):
        yield from (text for value in definition.values() for text in _texts(value))
    elif isinstance(definition, Sequence):
        yield from (text for value in definition for text in _texts(value))
