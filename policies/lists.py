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
    return any(answer for _, answer in _certain(found, holds))


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


def answers(found: Iterable[T], ask: Callable[[T], R | None]) -> list[R]:
    """Return all answers that *ask* is known to give for any of *found*.

    Raises:
        UnknownValueError: none is known, and there may be one.
    """
    return [answer for _, answer in _certain(found, ask) if answer]


def known_first(parts: Iterable[Iterable[T]]) -> Iterator[T]:
    """Yield what the *parts* have, one after another.

    Raises:
        UnknownValueError: at the end, where a part has something that is not known yet.
    """
    unknown = None
    try:
        for part in parts:
            try:
                yield from part
            except UnknownValueError as error:
                unknown = unknown or error
    except UnknownValueError as error:
        unknown = unknown or error
    if unknown:
        raise unknown


def gathered(found: Iterable[T]) -> tuple[list[T], UnknownValueError | None]:
    """Return what *found* yields, and the error where it ends in something that is not known yet."""
    known: list[T] = []
    try:
        known.extend(found)
    except UnknownValueError as error:
        return known, error
    return known, None


def fault_in(pairs: Iterable[tuple[str, Any]], fault: Callable[[str, Any], str | None]) -> str | None:
    """Return the first fault that is known of *pairs*, which *fault* is asked about by label and block.

    Raises:
        UnknownValueError: none is known, and there may be one.
    """
    return first(pairs, lambda pair: fault(*pair))


def decided(found: Sequence[T], fits: Callable[[T], Any], holds: Callable[[T | None], Any]) -> bool:
    """Return whether *holds* is true of the first of *found* that *fits*, or of None where none does.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    return _decided([*_looks(found)], fits, holds)


def lacking(wanted: Iterable[str], found: Iterable[T], name: Callable[[T], Any] = lambda each: each) -> list[str]:
    """Return in order those *wanted* that are known not to be the *name* of any of *found*.

    Each of *found* has one name: where more are missing than have names that are not known yet, that is said of them
    together, as `A or B`.

    Raises:
        UnknownValueError: none is known to be missing, and one may be.
    """
    names, unknown = _names(found, name)
    missing = [want for want in sorted(wanted) if want not in names]
    if not unknown or not missing:
        return missing
    if len(missing) <= len(unknown):
        raise unknown[0]
    return [" or ".join(missing)]


def has_different(found: Iterable[T], least: int, name: Callable[[T], Any] = lambda each: each) -> bool:
    """Return whether *found* have *least* different names or more.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    names, unknown = _names(found, name)
    different = len({*names})
    if different < least <= different + len(unknown):
        raise unknown[0]
    return different >= least


def _names(found: Iterable[T], name: Callable[[T], Any]) -> tuple[list[Any], list[UnknownValueError]]:
    """Return the names of *found* that are known, and an error for each that is not."""
    names, unknown = list[Any](), list[UnknownValueError]()
    for look in _looks(found):
        try:
            names.append(name(look()))
        except UnknownValueError as error:
            unknown.append(error)
    return names, unknown


def _decided(looks: list[Callable[[], T]], fits: Callable[[T], Any], holds: Callable[[T | None], Any]) -> bool:
    if not looks:
        return bool(holds(None))
    each = looks[0]()
    try:
        fitting = fits(each)
    except UnknownValueError:
        answer = bool(holds(each))
        if _decided(looks[1:], fits, holds) is not answer:
            raise
        return answer
    return bool(holds(each)) if fitting else _decided(looks[1:], fits, holds)


def _certain(found: Iterable[T], ask: Callable[[T], R]) -> Iterator[tuple[T, R]]:
    """Yield each of *found* with its answer; raise at the end where none was true and one is not known."""
    unknown, known = None, False
    for look in _looks(found):
        try:
            each = look()
            answer = ask(each)
            known = bool(answer) or known
        except UnknownValueError as error:
            unknown = unknown or error
        else:
            yield each, answer
    if unknown and not known:
        raise unknown


def _looks(found: Iterable[T]) -> Iterator[Callable[[], T]]:
    """Yield what returns each of *found*, so that one which is not known yet does not end the others."""
    if isinstance(found, Sequence):
        yield from (partial(found.__getitem__, index) for index in range(len(found)))
    else:
        yield from (lambda each=each: each for each in found)
