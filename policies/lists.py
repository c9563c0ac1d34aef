"""Asking a list of which a preview knows only a part: what is certain is said, and the rest is left open.

One element that breaks a rule breaks it whatever the others turn out to be, and one that will do will do. So each
element is asked, and a value that is not known yet counts only where the answer hangs on it: Kleene's three values,
with `UnknownValueError` for the third.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from pulumi_policy.proxy import UnknownValueError

T = TypeVar("T")
R = TypeVar("R")


def those(found: Iterable[T], holds: Callable[[T], Any]) -> list[T]:
    """Return those of *found* that *holds* is known to be true of: to say which they are, not to ask further of them.

    Raises:
        UnknownValueError: it is known of none, and may be true of one.
    """
    return [each for each, answer in _certain(found, holds) if answer]


def some(found: Iterable[T], holds: Callable[[T], Any]) -> bool:
    """Return whether *holds* is true of any of *found*.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    return bool(those(found, holds))


def every(found: Iterable[T], holds: Callable[[T], Any]) -> bool:
    """Return whether *holds* is true of all of *found*.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    return not some(found, lambda each: not holds(each))


def labels(pairs: Iterable[tuple[str, Any]], holds: Callable[[Any], Any]) -> list[str]:
    """Return the labels of those of *pairs* whose block *holds* is known to be true of.

    Raises:
        UnknownValueError: it is known of none, and may be true of one.
    """
    return [label for label, _ in those(pairs, lambda pair: holds(pair[1]))]


def first(found: Iterable[T], ask: Callable[[T], R | None]) -> R | None:
    """Return the first answer that *ask* is known to give for any of *found*, such as what is wrong with it.

    Raises:
        UnknownValueError: none is known, and there may be one.
    """
    return next((answer for _, answer in _certain(found, ask) if answer), None)


def fault_in(pairs: Iterable[tuple[str, Any]], fault: Callable[[str, Any], str | None]) -> str | None:
    """Return the first fault that is known of *pairs*, which *fault* is asked about by label and block.

    Raises:
        UnknownValueError: none is known, and there may be one.
    """
    return first(pairs, lambda pair: fault(*pair))


def fault_among(*asked: tuple[str, Callable[[], Any]]) -> str | None:
    """Return the first fault of *asked* whose question is known to be answered with yes.

    Raises:
        UnknownValueError: none is, and one may be.
    """
    return first(asked, lambda fault: fault[0] if fault[1]() else None)


def lacking(wanted: Iterable[str], found: Iterable[T], name: Callable[[T], Any] = lambda each: each) -> list[str]:
    """Return in order those *wanted* that are known not to be the *name* of any of *found*.

    Raises:
        UnknownValueError: none is known to be missing, and one may be.
    """
    return those(sorted(wanted), lambda want: not some(found, lambda each: name(each) == want))


def _certain(found: Iterable[T], ask: Callable[[T], R]) -> Iterator[tuple[T, R]]:
    """Yield each of *found* with its answer; raise at the end where none was true and one is not known."""
    unknown, known = None, False
    for look in _looks(found):
        try:
            each = look()
            answer = ask(each)
        except UnknownValueError as error:
            unknown = unknown or error
        else:
            known = known or bool(answer)
            yield each, answer
    if unknown and not known:
        raise unknown


def _looks(found: Iterable[T]) -> Iterator[Callable[[], T]]:
    """Yield what returns each of *found*, so that one which is not known yet does not end the others."""
    if isinstance(found, Sequence):
        yield from (partial(found.__getitem__, index) for index in range(len(found)))
    else:
        yield from (lambda each=each: each for each in found)
