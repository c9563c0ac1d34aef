"""Statements with values that aren't known yet, taken as giving as much as they may, or as little as they must."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pulumi_policy.proxy import UnknownValueError

from policies.iam.conditions import Condition
from policies.iam.document import EVERYONE, Statement, statements
from policies.iam.reading import NotAPolicy
from policies.unknown import UNKNOWN

_NOBODY = frozenset[str]()


def certain(given: Iterable[Statement]) -> bool:
    """Return whether all of *given* are known."""
    return not any(map(_unsure, given))


def known_statements(document: Any, prop: str = "policy") -> Sequence[Statement]:
    """Return the statements of *document*, the property *prop*; none for what is no policy, as other rules say.

    Raises:
        UnknownValueError: something in them isn't known yet.
    """
    try:
        found = statements(document)
    except NotAPolicy:
        return ()
    if not certain(found):
        raise UnknownValueError(UNKNOWN, [prop])
    return found


def settled(given: Iterable[Statement], *, generous: bool) -> Sequence[Statement]:
    """Return *given* with what isn't known settled: *generous* for the most that they may let through."""
    found: list[Statement] = []
    for each in given:
        if each.unsure:
            each = replace(each, allows=generous, unsure=False)
        kept = _settled(each, wide=each.allows is generous) if _unsure(each) else each
        if kept:
            found.append(kept)
    return found


def _unsure(statement: Statement) -> bool:
    return (
        statement.unsure
        or UNKNOWN in statement.actions
        or UNKNOWN in statement.resources
        or any(UNKNOWN in who for who in (statement.principals or {}).values())
        or any(UNKNOWN in each.values for each in statement.conditions)
    )


def _settled(statement: Statement, *, wide: bool) -> Statement | None:
    """Return *statement* speaking of as much as it may, if *wide*, or of as little; None where that is nothing."""
    conditions: list[Condition] = []
    for each in statement.conditions:
        if UNKNOWN not in each.values:
            conditions.append(each)
            continue
        known = replace(each, values=tuple(value for value in each.values if value != UNKNOWN))
        if each.operator.negated is wide:
            conditions.append(known)
        elif not wide:
            return None
    return replace(
        statement,
        actions=_element(statement.actions, wide is not statement.excepts_actions),
        resources=_element(statement.resources, wide is not statement.excepts_resources),
        principals=statement.principals
        and {
            kind: _element(who, wide is not statement.excepts_principals) for kind, who in statement.principals.items()
        },
        conditions=tuple(conditions),
    )


def _element(values: frozenset[str], everything: bool) -> frozenset[str]:
    if UNKNOWN not in values:
        return values
    return EVERYONE if everything else values - {UNKNOWN} or _NOBODY
