"""Answers that hang on several questions, of which a preview can answer a part: what is certain is said.

A question that is known to decide decides, whatever the others turn out to say, in the order in which they are asked; a
value that is not known yet counts only where the answer hangs on it. `policies/lists.py` does so for lists.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from pulumi_policy.proxy import UnknownValueError

from policies.lists import every, first, some

R = TypeVar("R")


def fault_among(*asked: tuple[str, Callable[[], Any]]) -> str | None:
    """Return the first fault of *asked* whose question is known to be answered with yes.

    Raises:
        UnknownValueError: none is, and one may be.
    """
    return first(asked, lambda fault: fault[0] if fault[1]() else None)


def any_holds(*asked: Callable[[], Any]) -> bool:
    """Return whether any of *asked* says yes, whatever the others turn out to say.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    return some(asked, lambda ask: ask())


def all_hold(*asked: Callable[[], Any]) -> bool:
    """Return whether all of *asked* say yes; one that is known to say no decides it.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    return every(asked, lambda ask: ask())


def whichever(
    condition: Callable[[], Any], then: Callable[[], R | None], otherwise: Callable[[], R | None]
) -> R | None:
    """Return what *then* says where *condition* holds, else what *otherwise* does.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet; on the condition's alone if one finds a fault
            and the other none.
    """
    try:
        holds = bool(condition())
    except UnknownValueError:
        fault = then()
        if bool(otherwise()) is not bool(fault):
            raise
        return fault
    return then() if holds else otherwise()
