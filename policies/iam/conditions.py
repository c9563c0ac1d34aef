"""Conditions: an operator, the key that it asks of, and the values that it compares with.

IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multi-valued context keys".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from operator import eq, ge, gt, le, lt

from policies.iam.patterns import Letters, Pattern, pattern
from policies.iam.values import address, moment, network, number

NOT_COLON = Letters(frozenset(":"), others=True)
IF_EXISTS = "ifexists"
VARIABLE = re.compile(r"\$\{\s*([^}*?$,]+?)\s*(?:,\s*'([^']*)')?\s*\}")
_WILD = re.compile(r"[*?$]")


_ANYTHING = pattern("*")


class Family(StrEnum):
    """How an operator compares."""

    STRING = "string"
    """By patterns, of ARNs as well."""
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    IP = "ip"
    NULL = "null"


class Set(StrEnum):
    """Of which of a key's values an operator asks."""

    ANY = "foranyvalue:"
    ALL = "forallvalues:"


@dataclass(frozen=True, kw_only=True)
class Operator:
    """What a condition operator's name says."""

    base: str
    """Its name in lower case, without set and `IfExists`."""
    family: Family
    negated: bool
    over: Set | None = None
    if_exists: bool = False


_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    "equals": eq,
    "notequals": eq,
    "lessthan": lt,
    "lessthanequals": le,
    "greaterthan": gt,
    "greaterthanequals": ge,
}
_FAMILIES: Mapping[str, tuple[Family, bool]] = {
    **{
        f"string{no}{how}": (Family.STRING, bool(no))
        for no in ("", "not")
        for how in ("equals", "equalsignorecase", "like")
    },
    **{f"arn{no}{how}": (Family.STRING, bool(no)) for no in ("", "not") for how in ("equals", "like")},
    **{f"numeric{how}": (Family.NUMBER, how == "notequals") for how in _COMPARED},
    **{f"date{how}": (Family.DATE, how == "notequals") for how in _COMPARED},
    "binaryequals": (Family.STRING, False),
    "bool": (Family.BOOL, False),
    "ipaddress": (Family.IP, False),
    "notipaddress": (Family.IP, True),
    "null": (Family.NULL, False),
}
"""Operators by name, how they compare and whether they ask for the opposite."""


def operator(name: str) -> Operator | None:
    """Return what *name*, in any case, says; None for no operator of IAM's."""
    rest = name.lower()
    over = next((each for each in Set if rest.startswith(each)), None)
    rest = rest.removeprefix(over or "")
    base = rest.removesuffix(IF_EXISTS)
    if base not in _FAMILIES or (base == "null" and base != rest):
        return None
    family, negated = _FAMILIES[base]
    return Operator(base=base, family=family, negated=negated, over=over, if_exists=base != rest)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One key that a statement asks of, and how."""

    key: str
    """In lower case, as AWS ignores its case."""
    operator: Operator
    values: tuple[str, ...]

    def holds(self, found: Sequence[str] | None) -> bool:
        """Return whether it holds of a request whose key has the values *found*; None where it doesn't have the key."""
        if self.operator.family is Family.NULL:
            return any((found is None) == (each.lower() == "true") for each in self.values)
        if not found:
            return self.holds_of_none
        if self.operator.over is Set.ALL or (self.operator.over is None and self.operator.negated):
            return all(map(self.accepts, found))
        return any(map(self.accepts, found))

    @property
    def holds_of_none(self) -> bool:
        """Whether it holds of a request without the key."""
        if self.operator.family is Family.NULL:
            return self.holds(None)
        if self.operator.if_exists or self.operator.over is Set.ALL:
            return True
        return self.operator.negated and self.operator.over is None

    def accepts(self, value: str) -> bool:
        """Return whether one *value* of the key is as it asks."""
        return any(match(value) for match in self._matches) is not self.operator.negated

    @cached_property
    def _matches(self) -> Sequence[Callable[[str], bool]]:
        if self.operator.family is Family.STRING:
            return [each.matches for each in self.patterns]
        return [_MATCHERS[self.operator.family](self.operator.base, each) for each in self.values]

    @cached_property
    def patterns(self) -> Sequence[Pattern]:
        """The values of an operator on strings, as patterns."""
        return [self._pattern(each) for each in self.values]

    @cached_property
    def loose(self) -> bool:
        """Whether a value has a variable in it."""
        return self.operator.family is Family.STRING and any(map(has_variable, self.values))

    def _pattern(self, text: str) -> Pattern:
        """Return the pattern of *text*, in which a variable may be anything."""
        base = self.operator.base
        if base.startswith("arn"):
            return arn_pattern(widened(text))
        wild, fold = base.endswith("like"), base.endswith("ignorecase")
        first, *rest = (pattern(part, wild=wild, fold=fold) for part in literals(text))
        return sum((_ANYTHING + part for part in rest), first)

    def bound(self, context: Mapping[str, Sequence[str]]) -> "Condition":
        """Return it with its variables put in from *context*; a value that needs what isn't there matches nothing.

        IAM User Guide, "IAM policy elements: Variables and tags".
        """
        if not self.loose:
            return self
        return replace(self, values=tuple(found for each in self.values if (found := bound(each, context)) is not None))


def condition(name: str, key: str, *values: str) -> Condition:
    """Return the condition that the operator *name* makes of *key* and *values*.

    Raises:
        ValueError: IAM has no such operator.
    """
    found = operator(name)
    if found is None:
        raise ValueError(f"IAM has no operator {name}")
    return Condition(key=key.lower(), operator=found, values=values)


def has_variable(text: str) -> bool:
    """Return whether *text* has a variable in it."""
    return "${" in text and VARIABLE.search(text) is not None


def variables(text: str) -> Sequence[str]:
    """Return the keys, in lower case, whose values *text* takes in."""
    return [found[1].lower() for found in VARIABLE.finditer(text)] if "${" in text else ()


def bound(text: str, context: Mapping[str, Sequence[str]]) -> str | None:
    """Return *text* with its variables put in from *context*, their wildcards as letters; None where one is missing."""
    parts: list[str] = []
    last = 0
    for found in VARIABLE.finditer(text):
        values = context.get(found[1].lower()) or ([found[2]] if found[2] is not None else [])
        if len(values) != 1:
            return None
        parts += [text[last : found.start()], _WILD.sub(lambda wild: f"${{{wild[0]}}}", values[0])]
        last = found.end()
    return "".join(parts) + text[last:]


def literals(text: str) -> Sequence[str]:
    """Return the parts of *text* between its variables, one at least."""
    ends = [0, *(place for found in VARIABLE.finditer(text) for place in found.span()), len(text)]
    return [text[ends[index] : ends[index + 1]] for index in range(0, len(ends), 2)]


def widened(text: str) -> str:
    """Return *text* with a wildcard in the place of each variable."""
    return VARIABLE.sub("*", text)


def arn_pattern(text: str) -> Pattern:
    """Return the pattern of ARNs that *text* writes: each of its first five parts is compared by itself."""
    parts = text.split(":", 5)
    start = [pattern(f"{part}:", NOT_COLON) for part in parts[:-1]]
    return sum(start, Pattern(())) + pattern(parts[-1])


def _bool(_: str, asked: str) -> Callable[[str], bool]:
    return lambda value: value.lower() == asked.lower()


def _ip(_: str, asked: str) -> Callable[[str], bool]:
    def match(value: str) -> bool:
        where, within = address(value), network(asked)
        return where is not None and within is not None and where.version == within.version and where in within

    return match


def _by(prefix: str, read: Callable[[str], float | None]) -> Callable[[str, str], Callable[[str], bool]]:
    def matcher(base: str, asked: str) -> Callable[[str], bool]:
        compare, limit = _COMPARED[base.removeprefix(prefix)], read(asked)

        def match(value: str) -> bool:
            given = read(value)
            return given is not None and limit is not None and compare(given, limit)

        return match

    return matcher


_MATCHERS = {
    Family.BOOL: _bool,
    Family.IP: _ip,
    Family.NUMBER: _by("numeric", number),
    Family.DATE: _by("date", moment),
}
