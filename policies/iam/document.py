"""Policy documents: statements in one shape, whatever of JSON's abbreviations they were written in.

Spelling and meaning follow the IAM User Guide, "IAM JSON policy elements reference" and "Grammar of the IAM JSON policy
language". What a preview doesn't know yet stands as `UNKNOWN`, wherever it is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from policies.iam.conditions import Condition, Family, Operator, operator
from policies.iam.patterns import pattern
from policies.iam.reading import NotAPolicy, block, listed, part, texts
from policies.unknown import UNKNOWN

VARIABLES_SINCE = "2012-10-17"
"""The version of the language from which `${...}` is a variable."""
EVERYONE = frozenset({"*"})
_EFFECTS = {"Allow": True, "Deny": False, UNKNOWN: True}
_UNSURE = Condition(
    key=UNKNOWN, operator=Operator(base="stringlike", family=Family.STRING, negated=False), values=(UNKNOWN,)
)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement; names of actions and condition keys are in lower case, as AWS ignores their case."""

    label: str
    """What a message calls it: its `Sid`, or its place in the document."""
    allows: bool
    unsure: bool = False
    """Whether its effect isn't known yet."""
    actions: frozenset[str]
    excepts_actions: bool = False
    """Whether it names its actions by `NotAction`."""
    resources: frozenset[str] = EVERYONE
    """`*` where it names none, as in a trust policy."""
    excepts_resources: bool = False
    principals: Mapping[str, frozenset[str]] | None = None
    """Kind (`AWS`, `Service`, `Federated`, `*`) to who; None for whoever has the policy."""
    excepts_principals: bool = False
    conditions: Sequence[Condition] = ()

    @property
    def anyone(self) -> bool:
        """Whether it speaks of every AWS principal."""
        named = self.principals or {}
        return self.excepts_principals or any("*" in named.get(kind, ()) for kind in ("*", "AWS", "CanonicalUser"))

    @property
    def open(self) -> bool:
        """Whether it may speak of somebody whom it doesn't name: by a wildcard, an exception, or naming nobody."""
        if self.principals is None or self.excepts_principals:
            return True
        return any("*" in who or "?" in who for named in self.principals.values() for who in named)

    @property
    def reach(self) -> frozenset[str]:
        """The patterns of the resources that it is about; `*` where it says only which it isn't about."""
        return EVERYONE if self.excepts_resources else self.resources

    def named(self, kind: str) -> frozenset[str]:
        """Return whom of *kind* (`AWS`, `Service`, `Federated`, `*`) it names as its principals."""
        return frozenset() if self.excepts_principals else (self.principals or {}).get(kind, frozenset())

    def covers(self, actions: frozenset[str]) -> frozenset[str]:
        """Return those of *actions* (full names in lower case) that it speaks of, its wildcards taken at their word."""
        return frozenset(filter(self.acts, actions))

    def acts(self, action: str) -> bool:
        """Return whether it speaks of *action*, in lower case."""
        return any(pattern(each).matches(action) for each in self.actions) is not self.excepts_actions

    def condition_values(self, key: str) -> frozenset[str]:
        """Return the values that a positive condition on strings holds *key* (lower case) to, wildcards and all."""
        return frozenset[str]().union(
            *(
                each.values
                for each in self.conditions
                if each.key == key
                and each.operator.family in (Family.STRING, Family.IP)
                and not each.operator.negated
                and not each.holds_of_none
            )
        )


def statements(document: Any) -> Sequence[Statement]:
    """Return the statements of *document*: JSON text, its parsed form, or nothing.

    Raises:
        NotAPolicy: IAM wouldn't take it.
        UnknownValueError: the whole of it is not known yet.
    """
    if isinstance(document, str):
        return _of_text(document)
    return _of(document)


@lru_cache(maxsize=1024)
def _of_text(document: str) -> Sequence[Statement]:
    """Return the statements of a text, which several rules and often several resources read."""
    if not document.strip():
        return ()
    try:
        parsed = json.loads(document)
    except ValueError:
        raise NotAPolicy("it is not JSON") from None
    return _of(parsed)


def _of(document: Any) -> Sequence[Statement]:
    parsed = block(document, "it")
    plain = part(parsed, "Version") not in (VARIABLES_SINCE, UNKNOWN)
    return tuple(_statement(each, index, plain) for index, each in enumerate(listed(part(parsed, "Statement"))))


def _statement(given: Any, index: int, plain: bool) -> Statement:
    if given == UNKNOWN:
        given = dict.fromkeys(("Effect", "Principal", "Action", "Resource", "Condition"), UNKNOWN)
    found = block(given, f"statement {index}")
    sid = part(found, "Sid")
    label = f"statement {sid if sid and isinstance(sid, str) and sid != UNKNOWN else index}"
    effect = part(found, "Effect")
    if not isinstance(effect, str) or effect not in _EFFECTS:
        raise NotAPolicy(f"the effect of statement {index} is neither Allow nor Deny")
    elements = {
        name: _element(found, name, f"of statement {index}", plain and name == "Resource")
        for name in ("Action", "Resource")
    }
    principals, excepts_principals = _principals(found, f"of statement {index}")
    return Statement(
        label=label,
        allows=_EFFECTS[effect],
        unsure=effect == UNKNOWN,
        actions=frozenset(each if each == UNKNOWN else each.lower() for each in elements["Action"][0] or ()),
        excepts_actions=elements["Action"][1],
        resources=EVERYONE if elements["Resource"][0] is None else elements["Resource"][0],
        excepts_resources=elements["Resource"][1],
        principals=principals,
        excepts_principals=excepts_principals,
        conditions=tuple(_conditions(part(found, "Condition"), index, plain)),
    )


def _element(found: Mapping[str, Any], name: str, of: str, plain: bool) -> tuple[frozenset[str] | None, bool]:
    """Return what the element *name* or its opposite holds, None for neither, and whether it is the opposite."""
    for spelled in (name, f"Not{name}"):
        given = part(found, spelled)
        if given is not None:
            return frozenset(_plain(texts(given, f"{spelled} {of}"), plain)), spelled != name
    return None, False


def _plain(values: tuple[str, ...], plain: bool) -> tuple[str, ...]:
    """Return *values* with `$` as a letter, if there are no variables in the document's version of the language."""
    return tuple(each.replace("$", "${$}") for each in values) if plain else values


def _principals(found: Mapping[str, Any], of: str) -> tuple[Mapping[str, frozenset[str]] | None, bool]:
    for spelled in ("Principal", "NotPrincipal"):
        given = part(found, spelled)
        if given is None:
            continue
        excepts = spelled != "Principal"
        if isinstance(given, str):
            if given not in ("*", UNKNOWN):
                raise NotAPolicy(f"{spelled} {of} is a string other than *")
            return {"*": frozenset({given})}, excepts
        kinds = block(given, f"{spelled} {of}")
        return {kind: frozenset(texts(part(kinds, kind), f"{spelled} {of}")) for kind in kinds}, excepts
    return ({}, False) if "Principal" in found and found["Principal"] is None else (None, False)


def _conditions(given: Any, index: int, plain: bool) -> Sequence[Condition]:
    if given == UNKNOWN:
        return [_UNSURE]
    found: list[Condition] = []
    for name in (by_operator := block(given, f"the condition of statement {index}")):
        how, by_key = operator(name), part(by_operator, name)
        if how is None:
            raise NotAPolicy(f"a condition of statement {index} has an operator that IAM doesn't know")
        if by_key == UNKNOWN:
            found.append(_UNSURE)
            continue
        for key in (keys := block(by_key, f"a condition of statement {index}")):
            values = _plain(texts(part(keys, key), f"a condition of statement {index}"), plain)
            found.append(Condition(key=key.lower(), operator=how, values=values))
    return found
